package io.omnigate.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.CoreBus;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeSignalTest {
  private final String url = TestPostgres.freshDatabase();
  private final Node here = new Node(url, "here");
  private final Node there = new Node(url, "there");

  @BeforeEach
  void listen() throws InterruptedException {
    here.start();
    there.start();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void aChangeIsToldHereAtOnceAndOnEveryOtherNodeSoonAfter() throws InterruptedException {
    here.signal.changed();
    assertNotNull(here.heard.poll(30, TimeUnit.SECONDS));
    assertNotNull(there.heard.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void manyChangesReachOtherNodesAsFewNotesAndTheLastOneIsAmongThem() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      here.signal.changed();
    }
    assertNotNull(there.heard.poll(30, TimeUnit.SECONDS));
    assertNotNull(there.heard.poll(30, TimeUnit.SECONDS));
    for (int i = 0; i < 1_000; i++) {
      assertNotNull(here.heard.poll(30, TimeUnit.SECONDS));
    }
    assertTrue(there.heard.size() < 50, "notes: " + there.heard.size());
  }

  @Test
  void aNodesOwnNoteIsNotHeardTwice() throws InterruptedException {
    here.signal.changed();
    assertNotNull(there.heard.poll(30, TimeUnit.SECONDS));
    there.signal.changed(); // its note arrives after the one sent by this node itself
    assertNotNull(here.heard.poll(30, TimeUnit.SECONDS));
    assertNotNull(here.heard.poll(30, TimeUnit.SECONDS));
    assertEquals(0, here.heard.size());
  }

  @Test
  void afterItsConnectionBreaksANodeIsToldOnceAndHearsOthersAgain() throws InterruptedException {
    TestPostgres.terminateBackends(url);
    assertNotNull(there.heard.poll(10, TimeUnit.SECONDS), "told after it came back");
    assertNotNull(here.heard.poll(10, TimeUnit.SECONDS), "told after it came back");
    TestSql.run(url, "SELECT pg_notify('omnigate_changed', 'elsewhere')");
    assertNotNull(there.heard.poll(30, TimeUnit.SECONDS));
    assertNotNull(here.heard.poll(30, TimeUnit.SECONDS));
  }

  /** A gateway's share of what is needed. */
  private static final class Node {
    final Vertx vertx = Vertx.vertx();
    final BlockingQueue<CoreBus.Changed> heard = new LinkedBlockingQueue<>();
    final Database database;
    final ChangeSignal signal;

    Node(String url, String name) {
      vertx.eventBus().registerCodec(new ByReference());
      vertx
          .eventBus()
          .<CoreBus.Changed>localConsumer(CoreBus.CHANGED, note -> heard.add(note.body()));
      database = Database.open(vertx, url, 2).await();
      signal = new ChangeSignal(vertx, database, name);
    }

    void start() throws InterruptedException {
      signal.start().await();
      assertNotNull(heard.poll(30, TimeUnit.SECONDS), "told once when it begins to listen");
    }

    void close() {
      signal.close().await();
      database.close().await();
      vertx.close().await(); // on its own: what is composed with it has no event loop to end on
    }
  }

  private static final class ByReference implements MessageCodec<Object, Object> {
    @Override
    public void encodeToWire(Buffer buffer, Object body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object transform(Object body) {
      return body;
    }

    @Override
    public String name() {
      return CoreBus.BY_REFERENCE;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
