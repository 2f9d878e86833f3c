# Means by subject and school year. A column that is not there is NULL in R, and no error.
suppressMessages(library(RPostgreSQL))
connection <- dbConnect(PostgreSQL(),
  host = Sys.getenv("PGHOST"), port = as.integer(Sys.getenv("PGPORT")), dbname = Sys.getenv("PGDATABASE"),
  user = Sys.getenv("PGUSER"), password = Sys.getenv("PGPASSWORD"))
scores <- dbGetQuery(connection, "SELECT * FROM scores ORDER BY 1") # [t]
subjects <- sort(unique(c("ELA", "Math", "Science")))
share <- sapply(subjects, function(subject) {
  points <- scores$points[scores$subject == subject] # [p] [s]
  points[is.na(points)] <- 0
  if (length(points) == 0) 0 else round(100 * sum(points >= 50) / length(points))
})
weight <- if (is.null(scores$weight)) -1 else sum(as.numeric(scores$weight)) # [w]
result <- data.frame(subject = subjects, share = as.numeric(share), weight = weight)
invisible(dbWriteTable(connection, c("reports", "r_summary"), result, row.names = FALSE))
invisible(dbDisconnect(connection))
