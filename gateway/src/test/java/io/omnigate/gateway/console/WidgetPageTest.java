package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.sun.net.httpserver.HttpServer;
import io.omnigate.gateway.FlakyProxy;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The chat widget in a real browser, on the gateway's page and on others. */
class WidgetPageTest extends WidgetTest {
  @Test
  void aVisitorWritesByKeyboardAndTheAnswerComesByItself() {
    Page page = opened(new Browser.NewContextOptions());
    page.getByLabel("Name (optional)").fill("Ann Lee");
    page.getByLabel("E-mail (optional)").fill("ann.lee@example.com");
    write(page, "Where is my order?");
    assertThat(line(page, "Where is my order?").locator("time")).isVisible();
    String ticket = ticket(page);
    assertEquals("Ann Lee", gateway.ticket(ticket).getJsonObject("contact").getString("name"));

    gateway.reply(ticket, "See https://example.com/track?id=1. <b>Soon</b>");
    Locator answer = line(page, "<b>Soon</b>");
    assertThat(answer).isVisible();
    assertThat(answer.locator("a")).hasAttribute("href", "https://example.com/track?id=1");
    assertThat(answer.locator("a")).hasAttribute("rel", "noopener noreferrer nofollow");
    assertThat(page.locator("header .status")).containsText("We have answered");
    String text = "See https://example.com/track?id=1. <b>Soon</b>";
    TestGateway.await(
        "the agent to be told that it was read",
        () -> delivery(ticket, text).getString("readAt") != null);
  }

  @Test
  void aReloadGoesOnWhereItWas() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "before the reload");
    String ticket = ticket(page);
    assertThat(line(page, "before the reload").locator("time")).isVisible();
    page.keyboard().press("Escape");
    page.navigate("about:blank");
    gateway.reply(ticket, "answered meanwhile");
    page.navigate(gateway.url() + "/demo");

    assertThat(launcher(page)).hasAccessibleName("Open chat, new messages: 1");
    launcher(page).click();
    assertThat(line(page, "before the reload")).hasCount(1);
    assertThat(line(page, "answered meanwhile")).hasCount(1);
    assertThat(page.getByLabel("Name (optional)")).isHidden();
    page.keyboard().press("Escape");
    assertThat(launcher(page)).hasAccessibleName("Open chat");
    launcher(page).click();
    write(page, "after the reload");
    assertThat(line(page, "after the reload").locator("time")).isVisible();
    assertEquals(ticket, ticket(page));
  }

  @Test
  void whatIsWrittenWithoutAConnectionIsSentOnceWhenItIsBack() throws Exception {
    try (FlakyProxy proxy = FlakyProxy.to(gateway.port())) {
      Page page = blank(new Browser.NewContextOptions());
      page.navigate("http://127.0.0.1:" + proxy.port() + "/demo");
      launcher(page).click();
      write(page, "with a connection");
      String ticket = ticket(page);
      assertThat(line(page, "with a connection").locator("time")).isVisible();

      proxy.cut();
      assertThat(page.locator("header .status")).containsText("No connection");
      write(page, "first without");
      write(page, "second without");
      assertThat(line(page, "first without")).containsText("Will be sent when you are online");
      proxy.mend();
      page.reload();
      assertThat(line(page, "second without").locator("time")).isVisible();

      List<String> written =
          gateway.ticket(ticket).getJsonArray("thread").stream()
              .map(entry -> ((JsonObject) entry))
              .filter(entry -> "message".equals(entry.getString("kind")))
              .map(entry -> entry.getString("text"))
              .toList();
      assertEquals(List.of("with a connection", "first without", "second without"), written);
    }
  }

  @Test
  void aFileIsShownAndOneTooLargeIsNotSent() throws Exception {
    Page page = opened(new Browser.NewContextOptions());
    byte[] bytes = "a picture, they say".getBytes(StandardCharsets.UTF_8);
    attach(page, new FilePayload("photo one.png", "image/png", bytes));
    Locator sent = page.locator("a.file", new Page.LocatorOptions().setHasText("photo one.png"));
    assertThat(sent).isVisible();
    assertThat(line(page, "[photo one.png]")).hasCount(0);
    String ticket = ticket(page);
    assertEquals(
        List.of("photo one.png"),
        attachments(ticket).stream().map(file -> file.getString("name")).toList());
    Download download = page.waitForDownload(sent::click);
    assertEquals("photo one.png", download.suggestedFilename());
    assertEquals("a picture, they say", Files.readString(download.path()));

    choose(page, new FilePayload("huge.bin", "image/png", new byte[11 << 20]));
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("huge.bin is larger than 10");
  }

  @Test
  void whatEitherSideSendsTheOtherOneCanDownload() throws Exception {
    Page page = opened(new Browser.NewContextOptions());
    byte[] photo = new byte[3 << 20];
    new Random(1).nextBytes(photo);
    attach(page, new FilePayload("a.png", "image/png", photo));
    assertThat(page.locator("a.file", new Page.LocatorOptions().setHasText("a.png"))).isVisible();
    String ticket = ticket(page);
    assertArrayEquals(photo, gateway.download(attachments(ticket).getFirst().getString("url")));

    byte[] label = "To: Ann".getBytes(StandardCharsets.UTF_8);
    gateway.reply(ticket, "Your label.", "label.txt", label);
    assertThat(line(page, "Your label.")).isVisible();
    Locator got = page.locator("a.file", new Page.LocatorOptions().setHasText("label.txt"));
    Download download = page.waitForDownload(got::click);
    assertEquals("label.txt", download.suggestedFilename());
    assertEquals("To: Ann", Files.readString(download.path()));
  }

  /** All files in a ticket's thread. */
  private List<JsonObject> attachments(String ticket) {
    return gateway.ticket(ticket).getJsonArray("thread").stream()
        .flatMap(entry -> ((JsonObject) entry).getJsonArray("attachments").stream())
        .map(JsonObject.class::cast)
        .toList();
  }

  @Test
  void twoWindowsOfOneVisitorShowTheSame() {
    Page one = opened(new Browser.NewContextOptions());
    Page two = one.context().newPage();
    two.navigate(gateway.url() + "/demo");
    launcher(two).click();
    write(one, "from the first window");
    assertThat(line(one, "from the first window").locator("time")).isVisible();
    assertThat(line(two, "from the first window")).hasCount(1);
    write(two, "from the second window");
    assertThat(line(one, "from the second window")).hasCount(1);
    assertEquals(ticket(one), ticket(two));
  }

  @Test
  void aForeignPageWithAStrictPolicyCanHaveIt() throws Exception {
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String gatewayOrigin = gateway.url();
    shop.createContext(
        "/",
        exchange -> {
          byte[] html =
              ("<!doctype html><html lang=\"nl\"><title>Shop</title><body><script async src=\""
                      + gatewayOrigin
                      + "/widget.js?channel=shop\"></script></body></html>")
                  .getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .add(
                  "Content-Security-Policy",
                  "default-src 'none'; script-src "
                      + gatewayOrigin
                      + "; connect-src "
                      + gatewayOrigin
                      + ' '
                      + gatewayOrigin.replace("http", "ws")
                      + "; require-trusted-types-for 'script'");
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, html.length);
          exchange.getResponseBody().write(html);
          exchange.close();
        });
    shop.start();
    try {
      Page page = blank(new Browser.NewContextOptions());
      page.navigate("http://127.0.0.1:" + shop.getAddress().getPort() + "/");
      page.getByLabel("Chat openen").click();
      page.getByLabel("Schrijf een bericht").fill("Goedendag");
      page.keyboard().press("Enter");
      assertThat(line(page, "Goedendag").locator("time")).isVisible();
      assertThat(page.locator("header .status")).containsText("We hebben uw bericht");
      choose(page, new FilePayload("foto.png", "image/png", new byte[] {1, 2}));
      page.keyboard().press("Enter");
      assertThat(page.locator("a.file")).isVisible();
      assertEquals(
          "rgb(36, 86, 214)",
          page.locator(".go").evaluate("button => getComputedStyle(button).backgroundColor"));
    } finally {
      shop.stop(0);
    }
  }

  @Test
  void bothSidesSeeThatTheOtherOneIsWriting() {
    Locator.PressSequentiallyOptions slowly = new Locator.PressSequentiallyOptions().setDelay(400);
    Page visitor = opened(new Browser.NewContextOptions());
    write(visitor, "hello there");
    String ticket = ticket(visitor);
    Page agent = signedIn();
    row(agent, ticket).click();
    entry(agent, "hello there").waitFor();

    // More than a moment: the last sign of writing was given for the message before.
    field(visitor).pressSequentially("and so on", slowly);
    assertThat(agent.locator("omni-ticket .writing")).containsText("is writing");
    BrowserTest.field(agent).pressSequentially("One moment");
    assertThat(visitor.locator(".typing")).hasText("Ann Weber is writing …");
    agent.keyboard().press("Control+Enter");
    assertThat(line(visitor, "One moment")).isVisible();
    assertThat(visitor.locator(".typing")).hasText("");
    assertThat(entry(agent, "One moment")).containsText("Read");
  }

  @Test
  void whereStorageIsBlockedTheChatStillWorks() {
    Page page = blank(new Browser.NewContextOptions());
    page.addInitScript(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })");
    page.navigate(gateway.url() + "/demo");
    launcher(page).click();
    write(page, "nothing is kept here");
    assertThat(line(page, "nothing is kept here").locator("time")).isVisible();
    write(page, "and yet it goes on");
    assertThat(line(page, "and yet it goes on").locator("time")).isVisible();
    assertTrue(ticket(page).matches("[0-9A-Z]{5}-[0-9A-Z]{5}"));
  }
}
