package io.omnigate.channels.form;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What a browser is shown, and what it sends by these pages. */
class FormPagesTest {
  static final List<String> LANGUAGES = PageWords.LANGUAGES;

  private static final String SHOP = "https://shop.example";
  private static final Pattern ONCE = Pattern.compile("name=\"once\" value=\"([^\"]{20,})\"");

  private final TestServer server =
      TestServer.with(
          Map.of(
              "form",
              Map.of("kind", "form", "origins", List.of(SHOP), "maxFileMiB", 2),
              "anyone",
              Map.of("kind", "form", "origins", List.of("*")),
              "asking",
              Map.of("kind", "form", "origins", List.of("*"), "verifyEmail", "true")));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest<Buffer> browser(String path, String origin) {
    return server
        .client
        .post(server.port(), "127.0.0.1", path)
        .putHeader("Accept", "text/html")
        .putHeader("Origin", origin);
  }

  private String page(String path) {
    HttpResponse<Buffer> page = await(server.get(path).send());
    assertEquals(200, page.statusCode(), path);
    return page.bodyAsString();
  }

  @Test
  void everyLanguageSaysEverything() {
    Set<String> english = PageWords.choose("en", null).texts().keySet();
    Set<String> titles = new HashSet<>();
    for (String language : LANGUAGES) {
      PageWords words = PageWords.choose(language, null);
      assertEquals(english, words.texts().keySet(), language);
      assertTrue(words.texts().values().stream().noneMatch(String::isBlank), language);
      titles.add(words.say("title"));
    }
    assertEquals(LANGUAGES.size(), titles.size());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', en",
    "'', 'fr,de', en",
    "'', 'de,fi;q=0.5', fi",
    "'', 'cs-CZ,cs;q=0.9,en;q=0.8', cs",
    "el, 'nl', el",
    "xx, 'lt', lt",
    "'../el', 'en', en",
  })
  void theAddressChoosesTheLanguageElseTheBrowser(String asked, String browser, String language) {
    HttpResponse<Buffer> page =
        await(
            server
                .get("/forms/form")
                .addQueryParam("lang", asked)
                .putHeader("Accept-Language", browser)
                .send());
    assertTrue(page.bodyAsString().contains("<html lang=\"" + language + "\">"));
    assertTrue(page.getHeader("Vary").contains("Accept-Language"));
  }

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void everyPageIsWholeInEveryLanguage(String language) {
    PageWords words = PageWords.choose(language, null);
    String form = page("/forms/form?lang=" + language);
    assertTrue(form.contains(words.say("send")));
    assertTrue(form.contains(words.say("files.hint").replace("{mib}", "2")));
    assertTrue(form.contains("action=\"/in/form?lang=" + language + '"'));
    String thanks = page("/forms/form/thanks?mail=1&lang=" + language);
    assertTrue(thanks.contains(words.say("thanks.confirm")));
    String embed = page("/forms/form/embed?lang=" + language);
    assertTrue(embed.contains("&lt;form method=&quot;post&quot;"));
    assertTrue(embed.contains(TestServer.PUBLIC_URL + "/in/form?lang=" + language));
    for (String page : List.of(form, thanks, embed)) {
      assertFalse(page.contains("{{"), page);
      assertFalse(page.contains("<script"), page);
      assertTrue(page.contains("rel=\"icon\" href=\"data:"), "asks for no icon that is missing");
    }
  }

  @Test
  void onlyTheListedOriginsMayShowTheFormInAFrame() {
    assertTrue(policy("/forms/form").endsWith("frame-ancestors 'self' " + SHOP));
    assertTrue(policy("/forms/form/thanks").endsWith("frame-ancestors 'self' " + SHOP));
    assertTrue(policy("/forms/anyone").endsWith("frame-ancestors *"));
    assertTrue(policy("/forms/form/embed").endsWith("frame-ancestors 'self'"));
  }

  private String policy(String path) {
    return await(server.get(path).send()).getHeader("Content-Security-Policy");
  }

  @Test
  void aForeignPagesFormIsThankedInItsLanguageAndAStrangersIsNot() {
    MultipartForm form = MultipartForm.create().attribute("message", "hello");
    HttpResponse<Buffer> taken = await(browser("/in/form?lang=nl", SHOP).sendMultipartForm(form));
    assertEquals(303, taken.statusCode());
    String ticket = server.intake.only().ids().ticket().value();
    assertEquals("/forms/form/thanks?lang=nl&ticket=" + ticket, taken.getHeader("Location"));
    assertTrue(page(taken.getHeader("Location")).contains(ticket));
    assertEquals("nl", server.intake.only().content().facts().get("language"));

    HttpResponse<Buffer> refused =
        await(browser("/in/form", "https://evil.example").sendMultipartForm(form));
    assertEquals(401, refused.statusCode());
    assertEquals(1, server.intake.messages().size());
  }

  @ParameterizedTest
  @CsvSource({
    "email, nobody, wrong.email",
    "phone, call me, wrong.phone",
    "message, '', wrong.message",
  })
  void aRefusalIsToldBesideItsFieldAndNothingTypedIsLost(String field, String value, String why) {
    MultipartForm form =
        MultipartForm.create()
            .attribute("name", "Ann <b>")
            .attribute("message", field.equals("message") ? value : "A long story")
            .binaryFileUpload("files", "a.bin", Buffer.buffer(new byte[200_000]), "a/b");
    if (!field.equals("message")) {
      form.attribute(field, value);
    }
    HttpResponse<Buffer> response =
        await(browser("/in/form?lang=fi", SHOP).sendMultipartForm(form));

    assertEquals(422, response.statusCode());
    String page = response.bodyAsString();
    String text = PageWords.choose("fi", null).say(why);
    assertTrue(page.contains("id=\"" + field + "-wrong\">" + text + "</p>"), page);
    assertTrue(page.contains("value=\"Ann &lt;b&gt;\""), "the name is kept, escaped");
    assertTrue(page.contains(field.equals("message") ? "href=\"#message\"" : "A long story"));
    assertEquals(1, page.split("aria-invalid=\"true\"", -1).length - 1);
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aFileThatIsNotTakenIsNamedInTheReadersLanguage() {
    MultipartForm form =
        MultipartForm.create()
            .attribute("message", "see the film")
            .binaryFileUpload("files", "film.mp4", Buffer.buffer(new byte[2_100_000]), "video/mp4");
    HttpResponse<Buffer> response =
        await(browser("/in/form?lang=en", SHOP).sendMultipartForm(form));
    assertEquals(422, response.statusCode());
    assertTrue(response.bodyAsString().contains("The file “film.mp4” is larger than 2 MB."));
    assertTrue(response.bodyAsString().contains("see the film"));
  }

  @Test
  void aGatewayThatIsAwaySaysSoAndKeepsWhatWasTyped() {
    server.intake.failWith(new Failure(Failure.Kind.UNAVAILABLE, "away", "away"));
    MultipartForm form = MultipartForm.create().attribute("message", "a long story");
    HttpResponse<Buffer> response = await(browser("/in/form", SHOP).sendMultipartForm(form));
    assertEquals(503, response.statusCode());
    assertEquals("2", response.getHeader("Retry-After"));
    assertTrue(response.bodyAsString().contains("Too much is going on"));
    assertTrue(response.bodyAsString().contains("a long story"));
  }

  @Test
  void onePagePostedTwiceIsOneMessageAndWithOtherWordsIsTwo() {
    Matcher once = ONCE.matcher(page("/forms/form"));
    assertTrue(once.find());
    assertFalse(page("/forms/form").contains(once.group(1)), "each page has its own");
    List<HttpResponse<Buffer>> answers =
        List.of("hello", "hello", "hello again").stream().map(m -> post(once.group(1), m)).toList();
    assertEquals(List.of(303, 303, 303), answers.stream().map(HttpResponse::statusCode).toList());
    assertEquals(answers.get(0).getHeader("Location"), answers.get(1).getHeader("Location"));
    assertEquals(
        List.of("hello", "hello again"),
        server.intake.messages().stream().map(each -> each.content().text()).toList());
  }

  private HttpResponse<Buffer> post(String once, String message) {
    MultipartForm form =
        MultipartForm.create()
            .attribute("message", message)
            .attribute("once", once)
            .binaryFileUpload("files", "a.txt", Buffer.buffer("x"), "text/plain");
    return await(browser("/in/form", SHOP).sendMultipartForm(form));
  }

  @Test
  void aFormThatAsksForTheAddressFirstTellsSoToPeopleAndNotToPrograms() {
    MultipartForm form =
        MultipartForm.create().attribute("message", "m").attribute("email", "ann@example.com");
    HttpResponse<Buffer> asked = await(browser("/in/asking", SHOP).sendMultipartForm(form));
    assertTrue(asked.getHeader("Location").endsWith("&mail=1"));
    assertEquals(new Addressee("ann@example.com", true), server.intake.only().handling().told());
    HttpResponse<Buffer> nobody =
        await(
            browser("/in/asking", SHOP)
                .sendMultipartForm(MultipartForm.create().attribute("message", "m")));
    assertFalse(nobody.getHeader("Location").contains("mail"));
  }
}
