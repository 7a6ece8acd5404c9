package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.password4j.Argon2Function;
import io.omnigate.core.TestSql;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.error.Failure;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in and out, and what a cookie may do. */
class SessionsTest {
  private static final String ORIGIN = "Origin";
  private static final String SITE = "Sec-Fetch-Site";
  private static final List<Map<String, String>> FOREIGN =
      List.of(
          Map.of(),
          Map.of(ORIGIN, "https://evil.example"),
          Map.of(ORIGIN, "null"),
          Map.of(ORIGIN, "https://support.example.evil.example"),
          Map.of(ORIGIN, "http://support.example"),
          Map.of(ORIGIN, "https://support.example:444"),
          Map.of(SITE, "cross-site"),
          Map.of(SITE, "same-site"),
          Map.of(ORIGIN, "https://evil.example", SITE, "same-origin"));

  private ApiServer server;

  @BeforeEach
  void start() {
    server = new ApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_agent_signs_in_with_a_token_and_a_cookie() {
    Reply reply = signIn("ann@desk.example", ApiServer.PASSWORD);
    assertEquals(200, reply.status());
    JsonObject agent =
        new JsonObject()
            .put("id", "ann@desk.example")
            .put("email", "ann@desk.example")
            .put("name", "Ann Agent")
            .put("role", "agent");
    assertEquals(agent, reply.json().getJsonObject("agent"));
    String token = reply.json().getString("token");
    assertEquals(43, token.length());
    String cookie = reply.header("Set-Cookie");
    assertTrue(cookie.startsWith("omnigate_session=" + token + ";"), cookie);
    for (String attribute :
        new String[] {"HTTPOnly", "SameSite=Strict", "Path=/", "Secure", "Max-Age=43200"}) {
      assertTrue(cookie.contains(attribute), cookie);
    }
    assertEquals(agent, server.client().token(token).get("/api/session").json().getValue("agent"));
    assertEquals(200, cookie(token).get("/api/session").status());
  }

  @Test
  void the_domain_may_be_written_as_one_likes() {
    assertEquals(200, signIn(" ann@DESK.example ", ApiServer.PASSWORD).status());
  }

  @Test
  void an_unknown_address_a_wrong_password_and_an_account_without_one_are_told_the_same() {
    Reply wrong = signIn("ann@desk.example", "wrong");
    assertEquals(401, wrong.status());
    assertEquals("wrong-credentials", wrong.code());
    for (String email : new String[] {"nobody@desk.example", "bob@desk.example", "no address"}) {
      Reply other = signIn(email, ApiServer.PASSWORD);
      assertEquals(401, other.status());
      assertEquals(wrong.text(), other.text());
      assertTrue(other.header("Set-Cookie").isEmpty());
    }
  }

  @Test
  void a_password_that_is_checked_against_nobody_costs_the_same_work() {
    assertEquals(
        Passwords.current().toString(),
        Argon2Function.getInstanceFromHash(Passwords.NOBODY).toString());
    assertFalse(server.passwords.verify("anything", null).await());
  }

  @Test
  void neither_the_password_nor_the_token_is_stored() {
    String token = signIn("ann@desk.example", ApiServer.PASSWORD).json().getString("token");
    String stored =
        TestSql.ask(
            server.url,
            "SELECT (SELECT string_agg(a::text, ' ') FROM agent a)"
                + " || (SELECT string_agg(s::text, ' ') FROM session s)");
    assertTrue(stored.contains("$argon2id$"));
    for (String secret : new String[] {token, ApiServer.PASSWORD, ApiServer.ANN_TOKEN}) {
      assertFalse(stored.contains(secret));
    }
  }

  @Test
  void signing_out_ends_the_session_and_tells_its_live_connections() throws Exception {
    String token = signIn("ann@desk.example", ApiServer.PASSWORD).json().getString("token");
    Reply reply = server.client().token(token).delete("/api/session");
    assertEquals(204, reply.status());
    assertTrue(reply.header("Set-Cookie").contains("Max-Age=0"), reply.header("Set-Cookie"));
    assertEquals(401, server.client().token(token).get("/api/session").status());
    String hash = HexFormat.of().formatHex(Sessions.hashed(token).getBytes());
    assertEquals(hash, server.ended.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void an_api_token_outlives_a_sign_out() {
    ApiClient ann = server.client().token(ApiServer.ANN_TOKEN);
    assertEquals(204, ann.delete("/api/session").status());
    assertEquals(200, ann.get("/api/session").status());
  }

  @Test
  void a_session_ends_by_itself() {
    String token = signIn("ann@desk.example", ApiServer.PASSWORD).json().getString("token");
    server.now = server.now.plus(Duration.ofHours(12).minusSeconds(1));
    assertEquals(200, server.client().token(token).get("/api/session").status());
    server.now = server.now.plusSeconds(1);
    assertEquals(401, server.client().token(token).get("/api/session").status());
  }

  @Test
  void tokens_are_never_the_same_and_one_flipped_character_is_none() {
    String token = signIn("ann@desk.example", ApiServer.PASSWORD).json().getString("token");
    assertNotEquals(
        token, signIn("ann@desk.example", ApiServer.PASSWORD).json().getString("token"));
    for (int i = 0; i < token.length(); i += 7) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String flipped = token.substring(0, i) + other + token.substring(i + 1);
      assertEquals(401, server.client().token(flipped).get("/api/session").status());
    }
  }

  @Test
  void who_fails_too_often_has_to_wait_and_others_do_not() {
    for (int i = 0; i < 10; i++) {
      assertEquals(401, signIn("ann@desk.example", "wrong").status());
    }
    Reply refused = signIn("ann@desk.example", ApiServer.PASSWORD);
    assertEquals(429, refused.status());
    assertEquals("30", refused.header("Retry-After"));
    assertEquals(401, signIn("bob@desk.example", "wrong").status());
    server.now = server.now.plusSeconds(30);
    assertEquals(200, signIn("ann@desk.example", ApiServer.PASSWORD).status());
  }

  @Test
  void somebody_elses_failures_do_not_lock_an_agent_out() {
    ApiClient stranger = server.client().with("X-Forwarded-For", "192.0.2.66");
    for (int i = 0; i < 10; i++) {
      Reply refused = stranger.post("/api/session", credentials("ann@desk.example", "wrong"));
      assertEquals(401, refused.status());
    }
    assertEquals(
        429,
        stranger
            .post("/api/session", credentials("ann@desk.example", ApiServer.PASSWORD))
            .status());
    assertEquals(200, signIn("ann@desk.example", ApiServer.PASSWORD).status());
  }

  @Test
  void many_addresses_together_do_not_guess_an_account_without_end() {
    Failure wrong = new Failure(Failure.Kind.UNAUTHENTICATED, "wrong-credentials", "wrong");
    Agents nobody =
        (Agents)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Agents.class},
                (self, method, arguments) -> Future.failedFuture(wrong));
    Sessions sessions =
        new Sessions(
            server.vertx,
            nobody,
            server.passwords,
            () -> server.now,
            new SecureRandom(),
            Duration.ofHours(1));
    for (int i = 0; i < 200; i++) {
      assertEquals(wrong, sessions.signIn("a@b.example", "x", "from " + i / 10).cause());
    }
    Failure refused = (Failure) sessions.signIn("a@b.example", "x", "from elsewhere").cause();
    assertEquals("too-many-attempts", refused.code());
    assertEquals(wrong, sessions.signIn("c@b.example", "x", "from elsewhere").cause());
  }

  @Test
  void signing_in_rightly_is_not_counted() {
    for (int i = 0; i < 12; i++) {
      assertEquals(200, signIn("ann@desk.example", ApiServer.PASSWORD).status());
    }
  }

  @Test
  void a_write_with_the_cookie_has_to_prove_its_origin() {
    String token = signIn("ann@desk.example", ApiServer.PASSWORD).json().getString("token");
    String note = "/api/tickets/" + server.seed.ticket() + "/notes";
    JsonObject body = new JsonObject().put("text", "Hi");
    for (Map<String, String> foreign : FOREIGN) {
      Reply refused = with(cookie(token), foreign).post(note, body);
      assertEquals(403, refused.status(), () -> foreign + refused.text());
      assertEquals("foreign-origin", refused.code());
    }
    for (String own : new String[] {ApiServer.PUBLIC_URL, server.client().origin()}) {
      assertEquals(201, cookie(token).with("Origin", own).post(note, body).status(), own);
    }
    assertEquals(
        201, cookie(token).with("Sec-Fetch-Site", "same-origin").post(note, body).status());
  }

  @Test
  void a_header_that_a_browser_sends_by_itself_opens_no_way_around_it() {
    String token = signIn("ann@desk.example", ApiServer.PASSWORD).json().getString("token");
    ApiClient forged = cookie(token).with("Authorization", "Basic YTpi");
    assertEquals(401, forged.delete("/api/session").status());
    assertEquals(200, cookie(token).get("/api/session").status());
  }

  @Test
  void nobody_is_signed_in_from_a_foreign_page() {
    Reply refused =
        server
            .client()
            .with("Origin", "https://evil.example")
            .post("/api/session", credentials("ann@desk.example", ApiServer.PASSWORD));
    assertEquals("foreign-origin", refused.code());
  }

  private Reply signIn(String email, String password) {
    return server.client().post("/api/session", credentials(email, password));
  }

  private static JsonObject credentials(String email, String password) {
    return new JsonObject().put("email", email).put("password", password);
  }

  private ApiClient cookie(String token) {
    return server.client().with("Cookie", "omnigate_session=" + token);
  }

  private static ApiClient with(ApiClient client, Map<String, String> headers) {
    ApiClient more = client;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      more = more.with(header.getKey(), header.getValue());
    }
    return more;
  }
}
