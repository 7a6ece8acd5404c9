package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.core.intake.UsedTokens;
import io.omnigate.core.intake.UsedTokens.Use;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgUsedTokensTest {
  private static final Duration KEPT = Duration.ofMinutes(14);

  private final Vertx vertx = Vertx.vertx();
  private String url = "";
  private Database here;
  private Database there;

  @BeforeEach
  void open() throws Exception {
    url = TestPostgres.freshDatabase();
    here = await(Database.open(vertx, url, 8));
    there = await(Database.open(vertx, url, 8));
  }

  @AfterEach
  void close() {
    await(here.close());
    await(there.close());
    await(vertx.close());
  }

  private static Use use(String token, String body, Instant now) {
    return new Use("mailgun", token, Buffer.buffer(body), now, now.plus(KEPT));
  }

  @Test
  void aTokenIsGoodForOneBodyOnEveryNode() {
    UsedTokens one = new PgUsedTokens(here);
    UsedTokens two = new PgUsedTokens(there);
    assertTrue(await(one.use(use("t", "a mail", START))));
    assertTrue(await(two.use(use("t", "a mail", START))), "a provider may send both again");
    assertFalse(await(two.use(use("t", "another", START))));
    assertTrue(await(two.use(use("u", "another", START))));
    assertTrue(await(two.use(new Use("other", "t", Buffer.buffer("x"), START, START.plus(KEPT)))));
  }

  @Test
  void ofManyAtOnceOneBodyWins() {
    List<Future<Boolean>> uses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      UsedTokens node = new PgUsedTokens(i % 2 == 0 ? here : there);
      uses.add(node.use(use("t", "body " + i, START)));
    }
    assertEquals(1, uses.stream().filter(DeskFixture::await).count());
  }

  @Test
  void whatHasExpiredIsForgotten() throws Exception {
    UsedTokens tokens = new PgUsedTokens(here);
    for (int i = 0; i < 5; i++) {
      assertTrue(await(tokens.use(use("old" + i, "x", START))));
    }
    assertTrue(await(tokens.use(use("new", "x", START.plus(KEPT).plusSeconds(1)))));
    assertEquals("new", TestSql.ask(url, "SELECT string_agg(token, ',') FROM used_token"));
  }
}
