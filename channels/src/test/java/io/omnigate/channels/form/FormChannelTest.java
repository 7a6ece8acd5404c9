package io.omnigate.channels.form;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static io.omnigate.channels.form.FormDoor.PAGE;
import static io.omnigate.channels.form.FormDoor.fields;
import static io.omnigate.channels.form.FormDoor.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.ticket.Priority;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form takes, and what it refuses. */
class FormChannelTest {
  private final FormDoor door = new FormDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aProgramsPostIsStoredAndAnsweredWithItsReceipt() {
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .sendJsonObject(
                    message()
                        .put("name", "Ann")
                        .put("email", "ann@example.com")
                        .put("phone", "2101234567")
                        .put("subject", "Lost\nparcel")
                        .put("priority", "high")
                        .put("department", "sales")));

    assertEquals(201, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals(kept.ids().ticket().value(), json(response).getString("ticket"));
    assertEquals("Lost parcel", kept.content().subject());
    assertEquals("My parcel is lost", kept.content().text());
    assertEquals(Priority.HIGH, kept.handling().priority());
    assertEquals("sales", kept.handling().department());
    assertEquals("Ann", kept.sender().name());
    assertEquals(
        List.of(
            new Identity(Identity.Kind.EMAIL, "ann@example.com", false),
            new Identity(Identity.Kind.PHONE, "+302101234567", false)),
        kept.sender().identities());
  }

  @Test
  void theTrapSendsToSpamAndTellsNobody() {
    HttpResponse<Buffer> response =
        await(door.browser().sendForm(fields("message", "buy", "website", "http://spam.example")));
    assertEquals(303, response.statusCode());
    assertEquals(Set.of(Mark.SPAM), server.intake.only().handling().marks());

    JsonObject trapped = message().put("website", "http://spam.example");
    HttpResponse<Buffer> program = await(server.post("form").sendJsonObject(trapped));
    assertEquals(Set.of(Mark.SPAM), server.intake.messages().getLast().handling().marks());
    assertEquals("new", json(program).getString("status"));
  }

  @Test
  void theSameKeyIsTheSameMessageAndWithoutOneEachIsNew() {
    HttpRequest<Buffer> keyed = server.post("form").putHeader("Idempotency-Key", "k-1");
    assertEquals(201, await(keyed.sendJsonObject(message())).statusCode());
    HttpResponse<Buffer> again = await(keyed.sendJsonObject(message()));
    assertEquals(200, again.statusCode());
    assertTrue(json(again).getBoolean("duplicate"));
    HttpResponse<Buffer> other = await(keyed.sendJsonObject(message().put("subject", "x")));
    assertEquals(422, other.statusCode());

    await(server.post("form").sendJsonObject(message()));
    await(server.post("form").sendJsonObject(message()));
    assertEquals(3, server.intake.messages().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | message",
        "{\"message\":\" \"} | message",
        "{\"message\":7} | message",
        "{\"message\":\"m\",\"email\":\"nobody\"} | email",
        "{\"message\":\"m\",\"phone\":\"call me\"} | phone",
        "{\"message\":\"m\",\"priority\":\"highest\"} | priority",
        "{\"message\":\"m\",\"department\":\"board\"} | department",
        "{\"message\":\"m\",\"status\":\"closed\"} | status",
      })
  void aWrongFieldIsNamed(String body, String field) {
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(body)));
    assertEquals(422, response.statusCode());
    assertEquals(field, json(response).getString("field"));
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {",
        "application/json | []",
        "application/x-www-form-urlencoded | message=%zz",
        "multipart/form-data | x",
        "multipart/form-data; boundary=b | --b garbage",
        "multipart/form-data; boundary=b | ",
      })
  void aMalformedBodyIsRefused(String type, String body) {
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .putHeader("Content-Type", type)
                .sendBuffer(Buffer.buffer(body == null ? "" : body)));
    assertTrue(Set.of(400, 422).contains(response.statusCode()), response.bodyAsString());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void anotherMediaTypeIsRefused() {
    HttpRequest<Buffer> request = server.post("form").putHeader("Content-Type", "text/xml");
    assertEquals(415, await(request.sendBuffer(Buffer.buffer("<a/>"))).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", ""})
  void aForeignOriginIsRefused(String origin) {
    HttpRequest<Buffer> request = server.post("shop");
    if (!origin.isEmpty()) {
      request.putHeader("Origin", origin);
    }
    assertEquals(401, await(request.sendJsonObject(message())).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void anAllowedPageAndTheHostedOneMaySend() {
    for (String origin : List.of(PAGE, "http://127.0.0.1:" + server.port())) {
      HttpRequest<Buffer> request = server.post("shop").putHeader("Origin", origin);
      assertEquals(201, await(request.sendJsonObject(message())).statusCode(), origin);
    }
  }

  @Test
  void oneAddressMayNotFloodTheForm() {
    for (int i = 0; i < 3; i++) {
      assertEquals(201, await(server.post("slow").sendJsonObject(message())).statusCode());
    }
    HttpResponse<Buffer> response = await(server.post("slow").sendJsonObject(message()));
    assertEquals(429, response.statusCode());
    assertTrue(Integer.parseInt(response.getHeader("Retry-After")) >= 1);
    assertEquals(3, server.intake.messages().size());
    assertEquals(1, server.counted("slow", "rejected", "rate-limited"));
  }

  @Test
  void allAddressesOfOneIpv6NetworkAreOneSender() {
    try (TestServer proxied =
        TestServer.behindProxy(
            Map.of("form", Map.of("kind", "form", "origins", List.of("*"), "ratePerMinute", 2)))) {
      List<Integer> statuses =
          Stream.of("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1", "192.0.2.1")
              .map(
                  address ->
                      await(
                              proxied
                                  .post("form")
                                  .putHeader("X-Forwarded-For", address)
                                  .sendJsonObject(message()))
                          .statusCode())
              .toList();
      assertEquals(List.of(201, 201, 429, 201, 201), statuses);
    }
  }
}
