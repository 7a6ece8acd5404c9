package io.omnigate.gateway.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.omnigate.core.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A gateway and a browser for the tests of one class, and a fresh profile for each of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {
  ConsoleGateway gateway;
  String database = "";
  private Chromium chromium;
  private final List<BrowserContext> contexts = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    chromium = Chromium.start();
    database = TestPostgres.freshDatabase();
    gateway = ConsoleGateway.start(data, database);
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void noScriptFailed() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> seen = List.copyOf(errors);
    errors.clear();
    Assertions.assertEquals(List.of(), seen, "errors of the page's scripts");
  }

  /** An empty page of a new profile. */
  Page blank(Browser.NewContextOptions options) {
    BrowserContext context = chromium.browser().newContext(options);
    contexts.add(context);
    Page page = context.newPage();
    page.onPageError(errors::add);
    return page;
  }

  /** The console at {@code url}, signed in. */
  Page signedIn(String url, Browser.NewContextOptions options) {
    Page page = blank(options);
    page.navigate(url);
    signIn(page);
    return page;
  }

  /** The console, signed in. */
  Page signedIn() {
    return signedIn(gateway.url() + "/", new Browser.NewContextOptions());
  }

  /** Fills in the sign-in page and waits for the live queue. */
  static void signIn(Page page) {
    page.getByLabel("E-mail").fill(ConsoleGateway.EMAIL);
    page.getByLabel("Password").fill(ConsoleGateway.PASSWORD);
    page.keyboard().press("Enter");
    live(page).waitFor();
  }

  /** The pill that says that the queue is live. */
  static Locator live(Page page) {
    return page.locator("omni-connection button.live");
  }

  /** The row of a ticket. */
  static Locator row(Page page, String id) {
    return page.locator("#t-" + id);
  }

  /** The IDs of the rows from top to bottom. */
  static List<String> rows(Page page) {
    @SuppressWarnings("unchecked")
    List<String> ids =
        (List<String>) page.locator(".row").evaluateAll("rows => rows.map(row => row.dataset.id)");
    return ids;
  }

  /** The status that the open ticket shows. */
  static Locator status(Page page) {
    return page.locator("omni-ticket-head .pill");
  }

  /** The field for answers and notes. */
  static Locator field(Page page) {
    return page.locator("omni-composer textarea");
  }

  /** The line of the thread that holds {@code text}. */
  static Locator entry(Page page, String text) {
    return page.locator("omni-entry", new Page.LocatorOptions().setHasText(text));
  }
}
