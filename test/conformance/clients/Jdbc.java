import java.sql.*;

/** The same through JDBC, with production's user and password written into the URL, and batches. */
public class Jdbc {
  public static void main(String[] words) throws Exception {
    String url = "jdbc:postgresql://" + words[0] + ":" + words[1] + "/dev?user=root&password=of-production" + words[2];
    try (Connection db = DriverManager.getConnection(url)) {
      db.setAutoCommit(false);
      try (PreparedStatement read = db.prepareStatement("SELECT name, score FROM scores WHERE id = ?")) {
        for (int time = 0; time < 8; time++) {
          read.setInt(1, 2);
          ResultSet rows = read.executeQuery();
          rows.next();
          if (time == 7) System.out.println(rows.getString(1) + " " + rows.getInt(2));
        }
      }
      try (PreparedStatement write = db.prepareStatement("INSERT INTO out_rows (id, note) VALUES (?, ?)")) {
        for (int number = 0; number < 300; number++) {
          write.setInt(1, number);
          write.setString(2, "row " + number);
          write.addBatch();
        }
        write.executeBatch();
      }
      Statement walk = db.createStatement();
      walk.setFetchSize(10);
      ResultSet rows = walk.executeQuery("SELECT id FROM out_rows ORDER BY id LIMIT 35");
      int sum = 0;
      while (rows.next()) sum += rows.getInt(1);
      System.out.println(sum);
      db.commit();
      try {
        db.createStatement().executeQuery("SELECT nme FROM scores");
      } catch (SQLException error) {
        System.out.println(error.getSQLState());
      }
    }
  }
}
