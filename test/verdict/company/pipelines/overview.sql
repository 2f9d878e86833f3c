CREATE TABLE reports.absences AS
SELECT school_id, -- [k]
       count(*) FILTER (WHERE NOT present) AS absent, -- [p]
       sum(minutes_late) AS late -- [m]
  FROM attendance_overview -- [v]
 GROUP BY school_id; -- [k]

CREATE TABLE reports.letters AS
SELECT grade_letter(points) AS letter, -- [f] [s]
       count(*) AS pupils
  FROM scores -- [t]
 GROUP BY 1;
