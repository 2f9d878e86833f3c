# Prints the late pupils: takes columns by their place.
suppressMessages(library(RPostgreSQL))
connection <- dbConnect(PostgreSQL(),
  host = Sys.getenv("PGHOST"), port = as.integer(Sys.getenv("PGPORT")), dbname = Sys.getenv("PGDATABASE"),
  user = Sys.getenv("PGUSER"), password = Sys.getenv("PGPASSWORD"))
days <- dbGetQuery(connection, "SELECT * FROM attendance ORDER BY 1, 2") # [t]
late <- days[days$present & !is.na(days[[4]]) & days[[4]] > 5, 1:4] # [p] [i] [d] [m]
write.csv(late, row.names = FALSE)
invisible(dbDisconnect(connection))
