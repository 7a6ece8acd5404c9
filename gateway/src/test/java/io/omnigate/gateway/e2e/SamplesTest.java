package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's real mails and webhooks, where a folder of them lies beside the project. */
class SamplesTest {
  private static final Path SAMPLES = Path.of("../../shared/samples");

  @TempDir private Path data;
  private String database = "";
  private TestGateway gateway;
  private Outside outside;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isDirectory(SAMPLES), "no folder of sample messages beside the project");
    database = TestPostgres.freshDatabase();
    gateway = TestGateway.start(data, Outside.config(database));
    outside = new Outside(gateway.url());
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void everySampleMailIsStoredOnceWithItsBytesAndRecognisedWhenItComesAgain() throws Exception {
    Map<String, String> messages = new HashMap<>();
    for (Path mail : files("mail")) {
      HttpResponse<String> first = outside.mail(Files.readAllBytes(mail));
      boolean seen = messages.containsKey(bytes(mail)); // some samples are copies of others
      assertEquals(seen ? 200 : 201, first.statusCode(), mail + ": " + first.body());
      String message = Outside.json(first).getString("message");
      assertEquals(messages.computeIfAbsent(bytes(mail), fresh -> message), message);
    }
    for (Path mail : files("mail")) {
      HttpResponse<String> again = outside.mail(Files.readAllBytes(mail));
      assertEquals(200, again.statusCode(), mail + ": " + again.body());
      assertTrue(Outside.json(again).getBoolean("duplicate"), mail.toString());
      assertEquals(messages.get(bytes(mail)), Outside.json(again).getString("message"));
      String kept = "SELECT count(*) FROM inbound WHERE raw = '\\x" + bytes(mail) + "'::bytea";
      assertEquals("1", TestSql.ask(database, kept), mail + " is not there byte by byte");
    }
    assertEquals(
        Integer.toString(messages.size()), TestSql.ask(database, "SELECT count(*) FROM inbound"));
    Histories.assertLegal(database);
  }

  @Test
  void everySampleMailComesThroughEachRelayAndIsStoredOnce() throws Exception {
    List<Path> mails = files("mail");
    long different = mails.stream().map(SamplesTest::unchecked).distinct().count();
    for (int round = 0; round < 2; round++) {
      for (Path mail : mails) {
        byte[] raw = Files.readAllBytes(mail);
        HttpResponse<String> mailgun = outside.mailgun(raw, round + mail.toString());
        assertEquals(200, mailgun.statusCode(), mail + ": " + mailgun.body());
        HttpResponse<String> sendgrid = outside.sendgrid(raw);
        assertEquals(200, sendgrid.statusCode(), mail + ": " + sendgrid.body());
      }
    }
    for (String channel : List.of("mailgun", "sendgrid")) {
      String count = "SELECT count(*) FROM inbound WHERE channel = '" + channel + "'";
      assertEquals(Long.toString(different), TestSql.ask(database, count));
    }
    Histories.assertLegal(database);
  }

  @Test
  void everySignedMetaSampleIsTakenAndOnlyCustomersMessagesBecomeMessages() throws Exception {
    int receipts = 0;
    for (String channel : List.of("messenger", "instagram", "whatsapp")) {
      for (Path sample : files(channel)) {
        HttpResponse<String> answer = outside.meta(channel, Files.readAllBytes(sample));
        assertEquals(200, answer.statusCode(), sample + ": " + answer.body());
        JsonObject body = Outside.json(answer);
        int stored = body.getJsonArray("receipts").size();
        String name = sample.getFileName().toString();
        assertTrue(stored == 0 || customersMessage(name), name + " became a message");
        receipts +=
            (int)
                body.getJsonArray("receipts").stream()
                    .filter(each -> !((JsonObject) each).getBoolean("duplicate"))
                    .count();
      }
    }
    assertTrue(receipts > 20, "only " + receipts + " messages");
    assertEquals(Integer.toString(receipts), TestSql.ask(database, "SELECT count(*) FROM inbound"));
    assertEquals(
        Integer.toString(receipts),
        TestSql.ask(database, "SELECT count(*) FROM entry WHERE kind = 0"));
    Histories.assertLegal(database);
  }

  @Test
  void everySignedLineSampleIsTakenAndOnlyCustomersMessagesBecomeMessages() throws Exception {
    int expected = 0;
    int receipts = 0;
    for (Path sample : files("line")) {
      HttpResponse<String> answer = outside.line(Files.readAllBytes(sample));
      assertEquals(200, answer.statusCode(), sample + ": " + answer.body());
      int stored = Outside.json(answer).getJsonArray("receipts").size();
      assertEquals(lineMessages(sample), stored, sample.toString());
      expected += lineMessages(sample);
      receipts += stored;
    }
    assertEquals(expected, receipts);
    assertTrue(receipts >= 10, "only " + receipts + " messages");
    assertEquals(
        TestSql.ask(database, "SELECT count(*) FROM inbound"),
        TestSql.ask(database, "SELECT count(*) FROM entry WHERE kind = 0"));
    Histories.assertLegal(database);
  }

  /** Messages and edits of them whose sender is told. */
  private static int lineMessages(Path sample) throws IOException {
    return (int)
        new JsonObject(Files.readString(sample))
            .getJsonArray("events").stream()
                .map(JsonObject.class::cast)
                .filter(
                    event -> List.of("message", "messageEdited").contains(event.getString("type")))
                .filter(event -> event.getJsonObject("source").size() > 1)
                .count();
  }

  /** What a person wrote or pressed, by the names of the samples. */
  private static boolean customersMessage(String name) {
    return (name.startsWith("messaging-message") && !name.contains("echo"))
        || name.startsWith("messaging-postback")
        || name.startsWith("messaging-attachment")
        || name.endsWith("-template.json") // a card somebody passed on
        || name.startsWith("webhook-incoming-message");
  }

  private static String unchecked(Path file) {
    try {
      return bytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bytes(Path file) throws IOException {
    return HexFormat.of().formatHex(Files.readAllBytes(file));
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES.resolve(folder))) {
      return files.sorted().toList();
    }
  }
}
