-- What the pipelines write and the schools read.
CREATE SCHEMA IF NOT EXISTS reports;

CREATE TABLE IF NOT EXISTS reports.assessment (
  school_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  average NUMERIC(6, 2) NOT NULL,
  assessment INT NOT NULL,
  assessed_at TIMESTAMP NOT NULL
);

CREATE TABLE IF NOT EXISTS reports.above_average (
  school_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  average NUMERIC(6, 2) NOT NULL
);

CREATE TABLE IF NOT EXISTS reports.monthly (
  subject TEXT NOT NULL,
  percent_at_or_above INT NOT NULL
);

CREATE TABLE IF NOT EXISTS reports.school_summary (
  school_id TEXT NOT NULL,
  tests_at_or_above INT NOT NULL
);
