-- Mean points of every subject, weighted. taken_on is not looked at.
INSERT INTO reports.subject_means (subject, mean, counted) -- [o]
SELECT subject, -- [s]
       sum(points * weight) / -- [p] [w]
       sum(weight), -- [w]
       count(points) -- [p]
  FROM scores -- [t]
 WHERE points IS NOT NULL -- [p]
 GROUP BY subject -- [s]
ON CONFLICT (subject) DO UPDATE SET mean = excluded.mean, counted = excluded.counted;
