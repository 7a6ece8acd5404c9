package io.omnigate.core.postgres;

import io.omnigate.core.TestSql;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that runs a server, writes its id and waits to be killed. */
final class Standalone {
  private Standalone() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(args[0]), Path.of(args[1]));
    TestSql.run(server.url(), "CREATE TABLE standalone AS SELECT 1 AS n");
    System.out.println(server.pid());
    new CountDownLatch(1).await();
  }
}
