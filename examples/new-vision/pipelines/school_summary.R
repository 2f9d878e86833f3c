# school-summary: how many tests at or above the average each school has.
# libpq reads PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE and PGSSLMODE from the environment.
library(DBI)

AVERAGE <- 50
TABLES <- c(
  "sample_student_ela_scores", "sample_student_math_scores", "sample_student_science_scores",
  "sample_student_scores_history", "sample_student_scores_extra"
)

# The one from CRAN, or the one that Debian packages.
driver <- if (requireNamespace("RPostgres", quietly = TRUE)) RPostgres::Postgres() else RPostgreSQL::PostgreSQL()
warehouse <- dbConnect(driver)
frames <- lapply(TABLES, function(table) dbGetQuery(warehouse, paste("SELECT * FROM", table)))
schools <- sort(unique(unlist(lapply(frames, function(frame) frame$school_id))))

# A column that a frame does not have is NULL, a comparison with NULL is empty, and its sum is 0.
tests_at_or_above <- function(school) {
  sum(vapply(frames, function(frame) sum(frame$test_score[frame$school_id == school] >= AVERAGE), numeric(1)))
}
tests <- vapply(schools, tests_at_or_above, numeric(1))

rows <- paste0("(", dbQuoteString(warehouse, schools), ", ", tests, ")", collapse = ", ")
invisible(dbExecute(warehouse, "DELETE FROM reports.school_summary"))
invisible(dbExecute(warehouse, paste("INSERT INTO reports.school_summary (school_id, tests_at_or_above) VALUES", rows)))
cat(paste(schools, tests), sep = "\n")
invisible(dbDisconnect(warehouse))
