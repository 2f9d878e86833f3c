-- Mends attendance: who was absent was not late; long ago is forgotten.
UPDATE attendance -- [t]
   SET minutes_late = 0 -- [m]
 WHERE NOT present; -- [p]

DELETE FROM attendance -- [t]
 WHERE day < date '2024-10-02' -- [d]
   AND student_id > 60; -- [i]

MERGE INTO reports.late AS l -- [o]
USING (SELECT s.school_id, sum(a.minutes_late) AS minutes, count(*) AS days -- [m] [k]
         FROM attendance a JOIN students s ON s.student_id = a.student_id -- [t] [i] [j]
        GROUP BY s.school_id) AS n -- [k]
   ON l.school_id = n.school_id
 WHEN MATCHED THEN UPDATE SET late_minutes = n.minutes, days = n.days
 WHEN NOT MATCHED THEN INSERT VALUES (n.school_id, n.minutes, n.days); -- [n]
