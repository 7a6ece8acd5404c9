package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Files of visitors that do not get through at the first try. */
class WidgetUploadTest extends WidgetTest {
  private final List<Long> tries = new CopyOnWriteArrayList<>();

  @Test
  void whatIsAskedToWaitWaitsWhateverIsWrittenMeanwhile() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "a file follows");
    assertThat(line(page, "a file follows").locator("time")).isVisible();
    Map<String, String> wait = Map.of("Retry-After", "3");
    Route.FulfillOptions busy =
        new Route.FulfillOptions().setStatus(503).setHeaders(wait).setBody("{\"code\":\"busy\"}");
    firstTry(page, route -> route.fulfill(busy));
    attach(page);
    page.waitForCondition(() -> tries.size() == 1);
    assertThat(line(page, "photo.png")).hasClass("message mine waiting");
    write(page, "and this");
    assertThat(page.locator("a.file")).isVisible();
    assertThat(line(page, "and this").locator("time")).isVisible();
    assertEquals(2, tries.size());
    assertTrue(tries.get(1) - tries.get(0) >= Duration.ofSeconds(3).toNanos());
  }

  @Test
  void anUploadThatHangsIsTriedAgain() {
    Page page = blank(new Browser.NewContextOptions());
    page.addInitScript(
        "const timeout = AbortSignal.timeout;"
            + "AbortSignal.timeout = (millis) => timeout.call(AbortSignal, millis / 100);");
    page.navigate(gateway.url() + "/demo");
    launcher(page).click();
    write(page, "a file follows");
    assertThat(line(page, "a file follows").locator("time")).isVisible();
    firstTry(page, route -> {});
    attach(page);
    write(page, "what waits behind it");
    page.waitForCondition(() -> tries.size() == 2);
    assertThat(page.locator("a.file")).isVisible();
    assertThat(line(page, "what waits behind it").locator("time")).isVisible();
  }

  @Test
  void wordsOutliveThePageWhoseFilesAreLost() {
    Page page = opened(new Browser.NewContextOptions());
    write(page, "a file follows");
    assertThat(line(page, "a file follows").locator("time")).isVisible();
    firstTry(page, route -> {});
    send(page, "this is it");
    page.waitForCondition(() -> tries.size() == 1);
    send(page, "and the other side");

    Page other = page.context().newPage();
    other.navigate(gateway.url() + "/demo");
    launcher(other).click();
    assertThat(line(other, "a file follows")).isVisible();
    assertThat(line(other, "this is it")).hasCount(0); // which is on its way in the first window

    page.reload();
    Locator failed = page.locator(".message.failed");
    assertThat(failed).hasCount(2);
    assertThat(failed.first()).containsText("The files were lost");
    assertThat(failed.first()).not().containsText("photo.png");
    line(page, "this is it").getByText("Try again").click();
    assertThat(line(page, "this is it").locator("time")).isVisible();
    line(page, "and the other side").getByText("Remove").click();
    assertThat(field(page)).hasValue("and the other side");
    page.reload();
    assertThat(line(page, "this is it").locator("time")).isVisible();
    assertThat(failed).hasCount(0);
  }

  private static void send(Page page, String words) {
    field(page).fill(words);
    attach(page);
  }

  private void firstTry(Page page, java.util.function.Consumer<Route> first) {
    tries.clear();
    page.route(
        "**/in/chat",
        route -> {
          tries.add(System.nanoTime());
          if (tries.size() == 1) {
            first.accept(route);
          } else {
            route.resume();
          }
        });
  }

  private static void attach(Page page) {
    attach(page, new FilePayload("photo.png", "image/png", new byte[] {1, 2}));
  }
}
