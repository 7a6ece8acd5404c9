package io.omnigate.channels.form;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static io.omnigate.channels.form.FormDoor.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.Attachment;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that come with a form. */
class FormFilesTest {
  private final FormDoor door = new FormDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void filesComeWithTheMessage() {
    MultipartForm form =
        MultipartForm.create()
            .attribute("message", "see the picture")
            .binaryFileUpload("files", "../../photo.png", Buffer.buffer("PNG"), "image/png")
            .binaryFileUpload("files", "notes.txt", Buffer.buffer("a\0b"), "text/plain");
    HttpResponse<Buffer> response = await(server.post("form").sendMultipartForm(form));

    assertEquals(201, response.statusCode());
    List<Attachment> files = server.intake.only().content().attachments();
    assertEquals(
        List.of(".._.._photo.png", "notes.txt"), files.stream().map(Attachment::name).toList());
    assertEquals("image/png", files.getFirst().mediaType());
    assertEquals(Buffer.buffer("a\0b"), files.getLast().bytes());
  }

  @Test
  void aFileFieldLeftAloneIsNoFile() {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nhello\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n";
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .putHeader("Content-Type", "multipart/form-data; boundary=b")
                .sendBuffer(Buffer.buffer(body)));
    assertEquals(201, response.statusCode());
    assertEquals(List.of(), server.intake.only().content().attachments());
  }

  @ParameterizedTest
  @CsvSource({
    "setup.EXE, application/octet-stream, 2, file-type-not-allowed",
    "picture, image/svg+xml, 2, file-type-not-allowed",
    "film.mp4, video/mp4, 1048577, file-too-large",
  })
  void aFileThatTheChannelForbidsIsRefusedByName(String name, String type, int size, String code) {
    MultipartForm form =
        MultipartForm.create()
            .attribute("message", "m")
            .binaryFileUpload("files", name, Buffer.buffer(new byte[size]), type);
    HttpResponse<Buffer> response = await(server.post("strict").sendMultipartForm(form));

    assertEquals(422, response.statusCode());
    assertEquals(code, json(response).getString("code"));
    assertEquals("files", json(response).getString("field"));
    assertEquals(name, json(response).getString("file"));
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void tooManyFilesAreRefused() {
    MultipartForm form = MultipartForm.create().attribute("message", "m");
    for (int i = 0; i < 11; i++) {
      form.binaryFileUpload("files", i + ".txt", Buffer.buffer("x"), "text/plain");
    }
    HttpResponse<Buffer> response = await(server.post("form").sendMultipartForm(form));
    assertEquals(422, response.statusCode());
    assertEquals("too-many-files", json(response).getString("code"));
  }

  @Test
  void ofAFormWithMorePartsThanOneHasNothingIsTaken() {
    MultiMap fields = fields("message", "m");
    MultipartForm form = MultipartForm.create().attribute("message", "m");
    MultipartForm files = MultipartForm.create().attribute("message", "m");
    for (int i = 0; i < 50; i++) {
      fields.add("name", "n");
      form.attribute("name", "n");
      files.binaryFileUpload("files", i + ".txt", Buffer.buffer("x"), "text/plain");
    }
    assertRefused("too-many-parts", await(server.post("form").sendForm(fields)));
    assertRefused("too-many-parts", await(server.post("form").sendMultipartForm(form)));
    assertRefused("too-many-files", await(server.post("form").sendMultipartForm(files)));
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void whatBrowsersEscapeInFileNamesIsReadAsItWas() {
    Buffer body =
        Buffer.buffer(
            "--B\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nm\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"files\";"
                + " filename=\"a %22big%22%0D%0A fish 50%25.txt\"\r\n\r\nx\r\n--B--\r\n");
    HttpResponse<Buffer> taken =
        await(
            server
                .post("form")
                .putHeader("Content-Type", "multipart/form-data; boundary=B")
                .sendBuffer(body));
    assertEquals(201, taken.statusCode());
    assertEquals(
        "a _big_ fish 50%25.txt", server.intake.only().content().attachments().getFirst().name());
  }

  @Test
  void aKeyedFormWithFilesIsRecognisedWhateverItsBoundary() {
    String body = "--B\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nm\r\n--B--\r\n";
    List<Integer> statuses =
        Stream.of("first", "second")
            .map(
                boundary ->
                    await(
                            server
                                .post("form")
                                .putHeader("Idempotency-Key", "k-2")
                                .putHeader(
                                    "Content-Type", "multipart/form-data; boundary=" + boundary)
                                .sendBuffer(Buffer.buffer(body.replace("--B", "--" + boundary))))
                        .statusCode())
            .toList();
    assertEquals(List.of(201, 200), statuses);
    assertEquals(1, server.intake.messages().size());
  }

  private static void assertRefused(String code, HttpResponse<Buffer> response) {
    assertEquals(422, response.statusCode());
    assertEquals(code, json(response).getString("code"));
  }
}
