package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What a visitor does with files: choosing them, taking them back, sending them, seeing them. */
class WidgetFilesTest extends WidgetTest {
  @Test
  void aFileCanBeTakenBackAndTheOthersGoWithTheWords() {
    Page page = opened(new Browser.NewContextOptions());
    choose(page, text("wrong.txt"), text("right.txt"));
    choose(page, text("right too.txt"));
    assertThat(field(page)).isFocused();
    Locator chosen = dialog(page).getByRole(AriaRole.LISTITEM);
    assertThat(chosen).hasCount(3);
    page.getByLabel("Remove: wrong.txt").focus();
    page.keyboard().press("Enter");
    assertThat(chosen).hasCount(2);
    assertThat(page.getByLabel("Remove: right.txt")).isFocused();
    assertThat(page.locator("a.file")).hasCount(0);

    write(page, "here they are");
    assertThat(line(page, "here they are").locator("time")).isVisible();
    assertThat(line(page, "here they are").locator("a.file")).hasCount(2);
    assertThat(chosen).hasCount(0);
    assertEquals(List.of("here they are: right.txt, right too.txt"), messages(ticket(page)));
  }

  @Test
  void withoutWordsFilesGoAsSoonAsSendIsPressedAndNoSooner() {
    Page page = opened(new Browser.NewContextOptions());
    Locator send = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send"));
    assertThat(send).hasAttribute("aria-disabled", "true");
    choose(page, text("only.txt"));
    assertThat(send).hasAttribute("aria-disabled", "false");
    page.getByLabel("Remove: only.txt").click();
    assertThat(send).hasAttribute("aria-disabled", "true");
    assertThat(field(page)).isFocused();
    choose(page, text("only.txt"));
    page.keyboard().press("Enter");
    assertThat(line(page, "only.txt").locator("time")).isVisible();
    assertEquals(List.of("[only.txt]: only.txt"), messages(ticket(page)));
  }

  @Test
  void whatFindsNoRoomBesideTheWordsFollowsThem() {
    Page page = opened(new Browser.NewContextOptions());
    byte[] half = new byte[6 << 20];
    choose(page, IntStream.range(0, 6).mapToObj(i -> text(i + ".txt")).toArray(FilePayload[]::new));
    choose(page, new FilePayload("a.bin", "a/b", half), new FilePayload("b.bin", "a/b", half));
    write(page, "all of them");
    assertThat(line(page, "b.bin").locator("time")).isVisible();
    assertEquals(
        List.of(
            "all of them: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt",
            "[5.txt] [a.bin]: 5.txt, a.bin",
            "[b.bin]: b.bin"),
        messages(ticket(page)));
  }

  @Test
  void picturesAreShownOnTheGatewaysPagesAndOnOthers() throws Exception {
    seesPictures(gateway.url() + "/demo");
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] html =
        ("<!doctype html><html lang=\"en\"><title>Shop</title><body><script async src=\""
                + gateway.url()
                + "/widget.js?channel=shop\"></script></body></html>")
            .getBytes(StandardCharsets.UTF_8);
    shop.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, html.length);
          exchange.getResponseBody().write(html);
          exchange.close();
        });
    shop.start();
    try {
      seesPictures("http://127.0.0.1:" + shop.getAddress().getPort() + "/");
    } finally {
      shop.stop(0);
    }
  }

  private void seesPictures(String url) throws IOException {
    Page page = blank(new Browser.NewContextOptions());
    page.navigate(url);
    launcher(page).click();
    attach(page, new FilePayload("leaf.png", "image/png", png(Color.GREEN)));
    Locator own = page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("leaf.png"));
    assertEquals(480, width(own));
    gateway.reply(ticket(page), "Like this one?", "fig.png", png(Color.ORANGE));
    Locator got = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("fig.png"));
    assertEquals(480, width(got.locator("img")));
    Download download = page.waitForDownload(got::click);
    assertEquals("fig.png", download.suggestedFilename());
  }

  /** In pixels, of a picture once it is there. */
  private static int width(Locator picture) {
    return (int)
        picture.evaluate("async (img) => { await img.decode(); return img.naturalWidth; }");
  }

  @Test
  void aPictureThatIsNoneIsNamedLikeAnyFile() {
    Page page = opened(new Browser.NewContextOptions());
    attach(page, new FilePayload("no.png", "image/png", new byte[] {1, 2}));
    assertThat(page.locator("a.file")).containsText("no.png");
    assertThat(page.locator("img")).hasCount(0);
  }

  static byte[] png(Color colour) throws IOException {
    BufferedImage image = new BufferedImage(480, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 480, 300);
    graphics.setColor(colour);
    graphics.fillOval(60, 30, 360, 240);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static FilePayload text(String name) {
    return new FilePayload(name, "text/plain", name.getBytes(StandardCharsets.UTF_8));
  }

  /** Each message with its files, in order. */
  private List<String> messages(String ticket) {
    return gateway.ticket(ticket).getJsonArray("thread").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> "message".equals(entry.getString("kind")))
        .map(entry -> entry.getString("text") + ": " + String.join(", ", files(entry)))
        .toList();
  }

  private static List<String> files(JsonObject entry) {
    return entry.getJsonArray("attachments").stream()
        .map(file -> ((JsonObject) file).getString("name"))
        .toList();
  }
}
