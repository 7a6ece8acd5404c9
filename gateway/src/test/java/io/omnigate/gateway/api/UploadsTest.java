package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.http.SpoolReader;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that agents send ahead of their answers. */
class UploadsTest {
  private static final String PATH = "/api/uploads?name=film.mp4&mediaType=video/mp4";
  private static final int LARGEST = 25 * 1024 * 1024;

  private static ApiServer server;
  private static ApiClient ann;
  private static ApiClient bob;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    ApiClient client = server.client().with("Content-Type", "application/octet-stream");
    ann = client.token(ApiServer.ANN_TOKEN);
    bob = client.token(ApiServer.BOB_TOKEN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SpoolReader.THRESHOLD, LARGEST})
  void whatIsUploadedIsAFileOfTheAnswerThatNamesIt(int size) {
    byte[] film = random(size);
    Reply kept = upload(ann, PATH, film);
    assertEquals(201, kept.status(), kept.text());
    assertEquals("film.mp4", kept.json().getString("name"));
    assertEquals("video/mp4", kept.json().getString("mediaType"));
    assertEquals(size, kept.json().getInteger("size"));

    String ticket = server.seed.ticket().value();
    Reply answered = reply(ann, ticket, file("a.txt"), named(kept));
    assertEquals(201, answered.status(), answered.text());

    JsonArray files = files(ticket);
    assertEquals("a.txt", files.getJsonObject(0).getString("name"));
    JsonObject sent = files.getJsonObject(1);
    assertEquals("film.mp4", sent.getString("name"));
    assertArrayEquals(film, ann.get(sent.getString("url")).http().body());
    assertNothingStays();
  }

  @Test
  void anUploadIsUsedOnceAndByWhoeverSentIt() {
    String ticket = server.seed.ticket().value();
    Reply kept = upload(ann, PATH, random(10));

    Reply foreign = reply(bob, ticket, named(kept));
    assertEquals(422, foreign.status());
    assertEquals("unknown-upload", foreign.code());
    assertEquals(kept.json().getString("id"), foreign.json().getJsonArray("uploads").getString(0));
    JsonObject nobodys = new JsonObject().put("upload", "01JD0000000000000000000042");
    assertEquals(detail(foreign), detail(reply(bob, ticket, nobodys)));
    assertEquals(0, entries(ticket), "nothing was stored");

    assertEquals(201, reply(ann, ticket, named(kept)).status());
    assertEquals("unknown-upload", reply(ann, ticket, named(kept)).code());
  }

  private static String detail(Reply reply) {
    return reply.json().getString("detail");
  }

  @Test
  void anUploadIsDroppedByWhoeverSentItAndLooksUnknownToOthers() {
    String id = upload(ann, PATH, random(11)).json().getString("id");
    Reply foreign = bob.delete("/api/uploads/" + id);
    assertEquals(404, foreign.status());
    assertEquals(foreign.text(), bob.delete("/api/uploads/" + "nothing").text());
    assertEquals(204, ann.delete("/api/uploads/" + id).status());
    assertEquals(404, ann.delete("/api/uploads/" + id).status());
  }

  @Test
  void aFileOverTheBoundIsRefusedAndLeavesNothing() {
    Reply large = upload(ann, PATH, new byte[LARGEST + 1]);
    assertEquals(413, large.status(), large.text());
    assertNothingStays();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/uploads, application/octet-stream, 400",
    "/api/uploads?name=a&name=b, application/octet-stream, 400",
    "/api/uploads?name=a&mediaType=b, application/octet-stream, 400",
    "/api/uploads?name=a&path=b, application/octet-stream, 400",
    "/api/uploads?name=a%00b, application/octet-stream, 400",
    "/api/uploads?name=a, application/json, 415",
    "/api/uploads?name=a, image/png, 415",
  })
  void whatIsNoUploadIsRefused(String path, String type, int status) {
    ApiClient client = server.client().token(ApiServer.ANN_TOKEN).with("Content-Type", type);
    Reply refused = upload(client, path, random(3));
    assertEquals(status, refused.status(), refused.text());
    assertNothingStays();
  }

  @Test
  void aNameIsDataAndNeverAPath() {
    Reply kept = upload(ann, "/api/uploads?name=..%2F..%2Fetc%2Fpasswd%E2%80%AEgpj", random(5));
    assertEquals(201, kept.status(), kept.text());
    assertTrue(kept.json().getString("name").matches("[^/\u202e]+"), kept.text());
    assertEquals("application/octet-stream", kept.json().getString("mediaType"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"upload\":\"x\"}",
        "{\"upload\":7}",
        "{\"upload\":\"01JD0000000000000000000042\",\"name\":\"a\"}",
        "{}"
      })
  void anAnswerNamesAnUploadByItsIdAndNothingElse(String file) {
    Reply refused = reply(ann, server.seed.ticket().value(), new JsonObject(file));
    assertEquals(422, refused.status(), refused.text());
    assertTrue(refused.field().startsWith("attachments/0"), refused.text());
  }

  private static Reply upload(ApiClient client, String path, byte[] bytes) {
    return client.send("POST", path, BodyPublishers.ofByteArray(bytes));
  }

  private static Reply reply(ApiClient client, String ticket, Object... files) {
    JsonObject body = new JsonObject().put("text", "See").put("attachments", JsonArray.of(files));
    return client.post("/api/tickets/" + ticket + "/replies", body);
  }

  private static JsonObject named(Reply kept) {
    return new JsonObject().put("upload", kept.json().getString("id"));
  }

  private static JsonObject file(String name) {
    return new JsonObject().put("name", name).put("mediaType", "a/b").put("content", "");
  }

  private static JsonArray files(String ticket) {
    return ann.get("/api/tickets/" + ticket).json().getJsonArray("thread").stream()
        .map(JsonObject.class::cast)
        .map(entry -> entry.getJsonArray("attachments", new JsonArray()))
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /** How many answers there are. */
  private static long entries(String ticket) {
    return ann.get("/api/tickets/" + ticket).json().getJsonArray("thread").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> "out".equals(entry.getString("direction")))
        .count();
  }

  private static void assertNothingStays() {
    TestGateway.await(
        "no slices",
        () -> TestSql.ask(server.url, "SELECT count(*) FROM upload_slice").equals("0"));
    TestGateway.await("nothing on disk", () -> server.spool.onDisk().held() == 0);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
