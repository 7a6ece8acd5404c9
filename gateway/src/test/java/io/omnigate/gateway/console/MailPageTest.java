package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTML that wants out: nothing of it runs, and nothing is fetched. */
class MailPageTest extends BrowserTest {
  private static final String RUN = "parent.canary = top.canary = window.canary = 1";
  private static final String NASTY =
      """
      <p id="seen">A harmless line</p>
      <script>RUN</script>
      <img src="x" onerror="RUN"><svg onload="RUN"><script>RUN</script></svg>
      <iframe srcdoc="<script>RUN</script>"></iframe><iframe src="TRAP/frame"></iframe>
      <a id="link" href="javascript:RUN">click me</a>
      <img src="TRAP/pixel.png"><img srcset="TRAP/set.png 1x"><video poster="TRAP/poster.png"></video>
      <link rel="stylesheet" href="TRAP/style.css"><style>@import "TRAP/import.css";</style>
      <div style="background: url(TRAP/background.png)">styled</div>
      <form action="TRAP/form"><button id="send" autofocus onfocus="RUN">send</button></form>
      <meta http-equiv="refresh" content="0; url=TRAP/refresh"><base href="TRAP/">
      <math><mtext><table><mglyph><style><img src onerror="RUN"></style></mglyph></table></mtext></math>
      <details open ontoggle="RUN">more</details><object data="TRAP/object"></object>
      """;

  private final List<String> caught = new CopyOnWriteArrayList<>();
  private HttpServer trap;

  @BeforeEach
  void setTrap() throws IOException {
    trap = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    trap.createContext(
        "/",
        exchange -> {
          caught.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    trap.start();
  }

  @AfterEach
  void springTrap() {
    trap.stop(0);
  }

  @Test
  void nothingOfANastyMailRunsOrIsFetched() {
    String id = gateway.mail("eve@example.org", "Look at this", nasty()).getString("ticket");
    Page page = open(id);

    assertHarmless(page);
  }

  @Test
  void theFrameAloneHoldsEvenWhatWasNotCleaned() {
    String id = gateway.mail("eve@example.org", "Raw", "<p>clean</p>").getString("ticket");
    Page page = blank(new Browser.NewContextOptions());
    page.route("**/api/tickets/" + id + "?*", this::serveRaw);
    page.navigate(gateway.url() + "/#/queue/" + id);
    signIn(page);

    assertHarmless(page);
  }

  @Test
  void aMailIsShownFormattedAndAsPlainText() {
    String id =
        gateway
            .mail("ann@example.org", "Formatted", "<p>Some <b>bold</b> words</p>")
            .getString("ticket");
    Page page = open(id);

    assertThat(mail(page).locator("b")).hasText("bold");
    page.getByText("Show plain text").click();
    assertThat(page.locator("omni-entry .text")).containsText("Some bold words");
    assertThat(page.locator("omni-mail")).hasCount(0);
  }

  @Test
  void picturesThatCameWithTheMailAreShownInTheirPlaceAndNoOthers() {
    String pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgjo8GAAE+AMax6WqaAAAAAElFTkSuQmCC";
    String mail =
        """
        From: ann@example.org
        Subject: Pictures
        Message-ID: <pictures@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/related; boundary=b

        --b
        Content-Type: text/html; charset=utf-8

        <p>Before</p><img id="in" alt="in" src="cid:one%2Btwo@x"><p>between</p>
        <img alt="out" src="TRAP/remote.png"><img alt="none" src="cid:missing@x">
        <img alt="page" src="cid:page@x"><p>after</p>

        --b
        Content-Type: image/png; name=pixel.png
        Content-ID: <one+two@x>
        Content-Disposition: inline
        Content-Transfer-Encoding: base64

        PIXEL
        --b
        Content-Type: text/html
        Content-ID: <page@x>
        Content-Disposition: attachment; filename=page.html

        <script>RUN</script>
        --b--
        """
            .replace("TRAP", trapUrl())
            .replace("PIXEL", pixel)
            .replace("RUN", RUN)
            .replace("\n", "\r\n");
    Page page = open(gateway.rawMail(mail).getString("ticket"));

    assertThat(mail(page).locator("p").last()).hasText("after");
    assertThat(mail(page).locator("img")).hasCount(1);
    page.waitForCondition(
        () ->
            Integer.valueOf(1)
                .equals(mail(page).locator("img").evaluate("picture => picture.naturalWidth")));
    assertEquals(List.of(), caught);
  }

  @Test
  void aMailTakesTheThemeThatIsChosenWhileItIsOpen() {
    String id = gateway.mail("ann@example.org", "Themes", "<p>Words</p>").getString("ticket");
    Page page = open(id);
    assertThat(mail(page).locator("p")).hasText("Words");

    page.getByLabel("Switch to dark colours").click();

    assertThat(mail(page).locator("html")).hasCSS("color-scheme", "dark");
  }

  private void assertHarmless(Page page) {
    assertThat(mail(page).locator("#seen, p").first()).hasText("A harmless line");
    mail(page).getByText("click me").click();
    page.waitForTimeout(500);

    assertEquals(1, page.context().pages().size());
    assertEquals("undefined", page.evaluate("() => typeof window.canary"));
    assertFalse(
        page.frames().stream()
            .anyMatch(
                frame ->
                    frame.url().startsWith("http://127.0.0.1:" + trap.getAddress().getPort())));
    assertEquals(List.of(), caught);
  }

  private void serveRaw(Route route) {
    JsonObject ticket = new JsonObject(route.fetch().text());
    ticket
        .getJsonArray("thread")
        .forEach(
            entry -> {
              if ("message".equals(((JsonObject) entry).getString("kind"))) {
                ((JsonObject) entry).put("html", nasty());
              }
            });
    route.fulfill(
        new Route.FulfillOptions().setContentType("application/json").setBody(ticket.encode()));
  }

  private Page open(String id) {
    return signedIn(gateway.url() + "/#/queue/" + id, new Browser.NewContextOptions());
  }

  private static FrameLocator mail(Page page) {
    return page.frameLocator("omni-mail iframe");
  }

  private String nasty() {
    return NASTY.replace("RUN", RUN).replace("TRAP", trapUrl());
  }

  private String trapUrl() {
    return "http://127.0.0.1:" + trap.getAddress().getPort();
  }
}
