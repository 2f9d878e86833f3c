-- report-above-average: the schools' good subjects, out of what assess wrote.
DELETE FROM reports.above_average;

INSERT INTO reports.above_average (school_id, subject, average)
SELECT school_id, subject, average
FROM reports.assessment
WHERE assessment = 1;
