package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static io.omnigate.channels.TestServer.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.channels.email.RelayPosts.Mail;
import io.omnigate.channels.email.RelayPosts.Post;
import io.omnigate.channels.email.RelayPosts.Wrapping;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Mails that relays wrap: taken apart beside the body where that is large, and told alike. */
class SpooledRelaysTest {
  private static final int MIB = 1024 * 1024;
  private static final RelayPosts RELAYS = new RelayPosts("the signing key", "pass");

  private final TestServer server = TestServer.with(RELAYS.channels());

  @AfterEach
  void close() {
    server.assertNothingStays();
    server.close();
  }

  private HttpResponse<Buffer> send(Post post) {
    HttpRequest<Buffer> request = server.post(post.channel());
    post.headers().forEach(request::putHeader);
    return await(request.sendBuffer(post.body()));
  }

  /** Without saying how large it is: such a body goes by the disk whatever its size. */
  private JsonObject sendChunked(Post post) {
    HttpClient client = server.vertx.createHttpClient();
    Future<Buffer> answer =
        client
            .request(HttpMethod.POST, server.port(), "127.0.0.1", "/in/" + post.channel())
            .compose(
                request -> {
                  post.headers().forEach(request::putHeader);
                  return request.setChunked(true).send(post.body());
                })
            .compose(HttpClientResponse::body);
    return await(answer).toJsonObject();
  }

  private InboundMessage kept(Post post) {
    HttpResponse<Buffer> answer = send(post);
    assertEquals(200, answer.statusCode(), answer.bodyAsString());
    InboundMessage kept = server.intake.messages().getLast();
    assertEquals(RawPayload.sha256(post.body()), kept.origin().raw().sha256(), "kept raw");
    return kept;
  }

  @ParameterizedTest
  @EnumSource
  void aLargeFileIsHandedOnBesideItsMail(Wrapping wrapping) {
    Buffer file = random(3 * MIB);
    Post post = RELAYS.post(wrapping, new Mail("ann", file));
    InboundMessage kept = kept(post);
    assertEquals(post.body().length(), kept.origin().raw().spooled().size());
    assertEquals("film", kept.content().subject());
    assertEquals("ann@example.com", kept.sender().email());
    assertEquals("see the film", kept.content().text());
    assertEquals(1, kept.content().attachments().size());
    Attachment film = kept.content().attachments().getFirst();
    assertEquals("film.mp4", film.name());
    assertEquals("video/mp4", film.mediaType());
    assertNotNull(film.spooled());
    assertEquals(0, film.bytes().length());
    assertEquals(file.length(), film.size());
    assertEquals(RawPayload.sha256(file), film.sha256());
    assertEquals(Set.of(), kept.handling().marks());
  }

  @ParameterizedTest
  @EnumSource
  void theSameMailIsKnownByTheMemoryAndByTheDisk(Wrapping wrapping) {
    Mail mail = new Mail("ann", random(1_000));
    InboundMessage kept = kept(RELAYS.post(wrapping, mail));
    assertNull(kept.origin().raw().spooled());
    assertEquals(mail.file(), kept.content().attachments().getFirst().bytes());
    assertTrue(sendChunked(RELAYS.post(wrapping, mail)).getBoolean("duplicate"));
    assertEquals(1, server.intake.messages().size());
  }

  @ParameterizedTest
  @EnumSource
  void theSameLargeMailAgainIsTheSame(Wrapping wrapping) {
    Mail mail = new Mail("ann", random(MIB));
    kept(RELAYS.post(wrapping, mail));
    assertTrue(json(send(RELAYS.post(wrapping, mail))).getBoolean("duplicate"));
    assertEquals(200, send(RELAYS.post(wrapping, new Mail("ann", random(MIB + 1)))).statusCode());
    assertEquals(2, server.intake.messages().size());
  }

  @ParameterizedTest
  @EnumSource(names = ".*PARSED", mode = Mode.MATCH_ALL)
  void aLongTextIsCutAndALongPageIsAFileAsInAnyMail(Wrapping wrapping) {
    Mail mail = new Mail("ann", "word ".repeat(500_000), "<p>x</p>".repeat(300_000), random(1_000));
    InboundMessage kept = kept(RELAYS.post(wrapping, mail));
    assertTrue(kept.content().text().endsWith("is kept in the raw message]"));
    assertNull(kept.content().html());
    List<Attachment> files = kept.content().attachments();
    assertEquals("message-1.html", files.getFirst().name());
    assertEquals(8 * 300_000, files.getFirst().size());
    assertNotNull(files.getFirst().spooled());
    assertEquals("film.mp4", files.getLast().name());
  }

  @ParameterizedTest
  @EnumSource(names = ".*PARSED", mode = Mode.MATCH_ALL)
  void aLongTextThatBeginsWithBlanksIsAFileToo(Wrapping wrapping) {
    String blanks = "\n".repeat(MIB + 1);
    InboundMessage kept =
        kept(RELAYS.post(wrapping, new Mail("ann", blanks + "x", blanks + "<p>x</p>", random(9))));
    assertEquals(
        List.of("message-1.txt", "message-2.html", "film.mp4"),
        kept.content().attachments().stream().map(Attachment::name).toList());
  }

  @ParameterizedTest
  @EnumSource
  void aFormCutAtTheEdgeOfAPartIsKeptAsItCame(Wrapping wrapping) {
    if (!wrapping.isMultipart()) {
      return; // the others end with their bytes
    }
    for (int size : List.of(1_000, MIB)) {
      Mail mail = new Mail("ann" + size, random(size));
      Post whole = RELAYS.post(wrapping, mail);
      assertCut(wrapping, mail, kept(whole.cutBeforeEnd()), true);
      boolean read = wrapping == Wrapping.SENDGRID_RAW; // its mail has come, with nothing missing
      assertCut(wrapping, mail, kept(RELAYS.post(wrapping, mail).cutWithinEnd()), !read);
    }
  }

  private static void assertCut(
      Wrapping wrapping, Mail mail, InboundMessage kept, boolean unparsed) {
    assertEquals(unparsed ? Set.of(Mark.UNPARSED) : Set.of(), kept.handling().marks());
    assertEquals(unparsed ? 0 : 1, kept.content().attachments().size());
    if (wrapping.isParsed()) {
      assertEquals("film", kept.content().subject());
      assertEquals(mail.id() + "@example.com", kept.sender().email());
    }
  }
}
