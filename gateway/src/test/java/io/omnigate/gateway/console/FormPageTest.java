package io.omnigate.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.HttpServer;
import io.omnigate.core.SmtpPeer;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pages for customers in a browser that runs no script. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormPageTest {
  private final String database = TestPostgres.freshDatabase();
  private final SmtpPeer smtp = new SmtpPeer();
  private final List<String> missing = new CopyOnWriteArrayList<>();
  private volatile String shopPage = "";
  private HttpServer shop;
  private Chromium chromium;
  private TestGateway gateway;
  private BrowserContext context;
  private Page page;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    chromium = Chromium.start();
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/",
        exchange -> {
          byte[] bytes = shopPage.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    shop.start();
    String yaml =
        """
        secret: 0123456789abcdef0123456789abcdef
        database: { url: "%s" }
        channels:
          form:
            kind: form
            origins: ["%s"]
            verifyEmail: true
            acknowledge: true
            blockedFiles: [exe]
        mail:
          smtp: { host: 127.0.0.1, port: %d, startTls: disabled }
          from: support@example.com
        """
            .formatted(database, shopUrl(), smtp.port());
    gateway = TestGateway.start(data, yaml);
  }

  @BeforeEach
  void open() {
    context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setJavaScriptEnabled(false)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setLocale("en-GB"));
    page = context.newPage();
    page.onResponse(
        response -> {
          if (response.status() == 404) {
            missing.add(response.url());
          }
        });
  }

  @AfterEach
  void leave() {
    context.close();
    assertEquals(List.of(), missing, "what the pages ask for is there");
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (shop != null) {
      shop.stop(0);
    }
    if (chromium != null) {
      chromium.close();
    }
    smtp.close();
  }

  private String shopUrl() {
    return "http://127.0.0.1:" + shop.getAddress().getPort();
  }

  private String count(String what) {
    return TestSql.ask(database, "SELECT count(*) FROM " + what);
  }

  @Test
  void whoTypesSomethingWrongIsToldBesideTheFieldAndThenThanked() {
    page.navigate(gateway.url() + "/forms/form");
    page.getByLabel("Name").fill("Ann Weber");
    page.getByLabel("Phone").fill("call me");
    page.getByLabel("Message").fill("Where is my order?\n\nAnn");
    page.getByLabel("Files").setInputFiles(file("photo.png"));
    page.getByText("Send", new Page.GetByTextOptions().setExact(true)).click();

    assertTrue(page.getByRole(AriaRole.ALERT).isVisible());
    assertEquals("true", page.getByLabel("Phone").getAttribute("aria-invalid"));
    assertEquals(
        "Please give a number like +30 210 1234567.", page.locator("#phone-wrong").textContent());
    assertEquals("Ann Weber", page.getByLabel("Name").inputValue());
    assertEquals("Where is my order?\n\nAnn", page.getByLabel("Message").inputValue());

    page.getByLabel("Phone").fill("+30 210 1234567");
    page.getByLabel("Files").setInputFiles(file("setup.exe"));
    page.getByText("Send", new Page.GetByTextOptions().setExact(true)).click();
    assertTrue(page.locator("#files-wrong").textContent().contains("setup.exe"));

    page.getByLabel("Files").setInputFiles(file("photo.png"));
    String before = count("ticket");
    page.keyboard().press("Tab");
    page.getByText("Send", new Page.GetByTextOptions().setExact(true)).press("Enter");
    page.getByText("Your ticket number").waitFor();
    assertNotEquals(before, count("ticket"));
    assertEquals("1", count("attachment WHERE name = 'photo.png'"));
    assertFalse(page.locator("label[for=website]").isVisible());
  }

  @Test
  void thePageSpeaksTheLanguageThatIsChosenAndStaysInIt() {
    page.navigate(gateway.url() + "/forms/form");
    page.getByText("Ελληνικά").click();
    page.getByLabel("Μήνυμα").fill("Γειά σας");
    page.getByText("Αποστολή", new Page.GetByTextOptions().setExact(true)).click();
    page.getByText("Σας ευχαριστούμε").waitFor();
    page.getByText("Γράψτε άλλο μήνυμα").click();
    assertEquals("el", page.locator("html").getAttribute("lang"));
  }

  @Test
  void whatTheEmbedPageShowsWorksInAPageOfOnesOwn() {
    page.navigate(gateway.url() + "/forms/form/embed");
    shopPage = "<!doctype html><title>Shop</title>" + page.locator("#markup").textContent();
    page.navigate(shopUrl());
    page.getByLabel("Message").fill("From the shop");
    page.getByLabel("Files").setInputFiles(file("shop.png"));
    assertFalse(page.locator("[name=website]").isVisible());
    page.getByText("Send", new Page.GetByTextOptions().setExact(true)).click();
    page.getByText("Your ticket number").waitFor();
    assertEquals("1", count("entry WHERE body = 'From the shop'"));
    assertEquals("1", count("attachment WHERE name = 'shop.png'"));
  }

  @Test
  void theHostedFormWorksInAFrameOfAListedPage() {
    page.navigate(gateway.url() + "/forms/form/embed");
    shopPage = "<!doctype html><title>Shop</title>" + page.locator("#frame").textContent();
    page.navigate(shopUrl());
    Frame frame = page.frames().getLast();
    frame.getByLabel("Message").fill("From the frame");
    frame.getByText("Send", new Frame.GetByTextOptions().setExact(true)).click();
    frame.getByText("Your ticket number").waitFor();
    assertEquals("1", count("entry WHERE body = 'From the frame'"));
  }

  @Test
  void theLinkInTheMailIsConfirmedByAButton() {
    page.navigate(gateway.url() + "/forms/form");
    page.getByLabel("E-mail").fill("ann@example.com");
    page.getByLabel("Message").fill("Please answer by mail");
    page.getByText("Send", new Page.GetByTextOptions().setExact(true)).click();
    page.getByText("Please confirm your address").waitFor();

    TestGateway.await("the question", () -> !smtp.received().isEmpty());
    String mail = smtp.received().getLast().content().replace("=\r\n", "").replace("=3D", "=");
    Matcher link = Pattern.compile("/confirm/\\S+").matcher(mail);
    assertTrue(link.find(), mail);
    page.navigate(gateway.url() + link.group());
    assertEquals("0", count("outbox WHERE purpose = 1"));
    page.getByText("Yes, this is my address").click();
    page.getByText("Your address is confirmed").waitFor();
    assertEquals("1", count("outbox WHERE purpose = 1"));
  }

  private static FilePayload file(String name) {
    return new FilePayload(name, "application/octet-stream", new byte[100_000]);
  }
}
