package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnigate.gateway.GatewayProcess;
import io.omnigate.gateway.SmallDisk;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the data folder, the embedded server's and the spool's, runs full. */
class DiskFullTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int FILE = 1 << 20;
  private static final List<String> WHILE_FULL =
      IntStream.range(0, 12).mapToObj(n -> "while full " + n).toList();
  private static final List<String> SMALL =
      IntStream.range(0, 60).mapToObj(n -> "small " + n).toList();

  @TempDir private Path folder;

  /** Takes all the room there is, and what becomes free. */
  private static final class Filler implements AutoCloseable {
    private final Path file;
    private final Thread thread = new Thread(this::fill);
    private volatile boolean full;
    private volatile boolean over;

    Filler(Path file) {
      this.file = file;
      thread.start();
      TestGateway.await("a full disk", () -> full);
    }

    private void fill() {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (!over) {
          if (!fits(channel, 1 << 20) && !fits(channel, 1 << 12)) {
            full = true;
            LockSupport.parkNanos(1_000_000);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean fits(FileChannel channel, int size) {
      try {
        return channel.write(ByteBuffer.allocate(size)) > 0;
      } catch (IOException noSpace) {
        return false;
      }
    }

    @Override
    public void close() throws Exception {
      over = true;
      thread.join();
      Files.delete(file);
    }
  }

  @Test
  void nothingIsAcknowledgedThatFindsNoRoomAndAllIsTakenOnceThereIsSome() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    SmallDisk disk = new SmallDisk(data, 320);
    Optional<String> missing = disk.missing();
    assumeTrue(missing.isEmpty(), () -> "no disk runs full here; missing: " + missing.orElse(""));
    try (GatewayProcess gateway = start(disk)) {
      Outside outside = new Outside(gateway.awaitReady());
      assertEquals(201, post(outside, "before").statusCode());
      Set<String> acknowledged = new HashSet<>();
      try (Filler filler = new Filler(gateway.within(data.resolve("filler")))) {
        for (String key : WHILE_FULL) {
          tried(key, post(outside, key), acknowledged);
        }
        assertFalse(acknowledged.containsAll(WHILE_FULL), "there was room for all forms");
        for (String key : SMALL) {
          tried(key, mail(outside, key), acknowledged);
        }
        assertFalse(acknowledged.containsAll(SMALL), "there was room for all mails");
      }

      TestGateway.await("room to be found again", () -> taken(outside, "after"));
      for (String key : WHILE_FULL) {
        triedAgain(key, post(outside, key), acknowledged);
      }
      for (String key : SMALL) {
        triedAgain(key, mail(outside, key), acknowledged);
      }
      assertWhole(outside);
      assertTrue(refusals(gateway) <= WHILE_FULL.size(), "more than a line for each body");
    }
  }

  /** The server frees room of its own now and then, so that some may be taken. */
  private static void tried(String key, HttpResponse<String> answer, Set<String> acknowledged) {
    if (answer.statusCode() == 201) {
      acknowledged.add(key);
    } else {
      assertEquals(503, answer.statusCode(), key + ": " + answer.body());
      assertTrue(answer.headers().firstValue("Retry-After").isPresent(), key);
    }
  }

  /**
   * What was acknowledged is there; what was not may be, where the server fell while it answered.
   */
  private static void triedAgain(
      String key, HttpResponse<String> answer, Set<String> acknowledged) {
    int status = answer.statusCode();
    assertTrue(
        status == 200 || (status == 201 && !acknowledged.contains(key)), key + ": " + status);
  }

  private static long refusals(GatewayProcess gateway) {
    return gateway.out().lines().filter(line -> line.contains("cannot be written to the")).count();
  }

  /** Each post is one ticket, with its file as it was sent. */
  private static void assertWhole(Outside outside) throws Exception {
    Set<String> found = new HashSet<>();
    for (JsonObject ticket : outside.tickets("&channel=form")) {
      String key = ticket.getString("preview");
      assertTrue(found.add(key), key + " is there twice");
      JsonArray files = new JsonArray();
      for (Object entry : outside.thread(ticket.getString("id"))) {
        files.addAll(((JsonObject) entry).getJsonArray("attachments", new JsonArray()));
      }
      assertEquals(1, files.size(), key);
      assertArrayEquals(file(key), download(outside, files.getJsonObject(0).getString("url")), key);
    }
    assertTrue(found.containsAll(WHILE_FULL), found.toString());
    assertTrue(found.containsAll(Set.of("before", "after")), found.toString());
    assertEquals(WHILE_FULL.size() + 2, found.size());
    assertEquals(SMALL.size(), outside.tickets("&channel=mail").size());
  }

  private GatewayProcess start(SmallDisk disk) throws Exception {
    String yaml = Outside.config("").replaceFirst("database: .*\n", "");
    return GatewayProcess.startOn(
        disk, folder, GatewayProcess.configured(folder, yaml, disk.folder()));
  }

  private static boolean taken(Outside outside, String key) {
    try {
      return post(outside, key).statusCode() / 100 == 2;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A form with a file that takes the disk on its way in. */
  private static HttpResponse<String> post(Outside outside, String key)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        Outside.bytes(
            "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n"
                + key
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n"));
    body.writeBytes(file(key));
    body.writeBytes(Outside.bytes("\r\n--b--\r\n"));
    return outside.post(
        "/in/form",
        body.toByteArray(),
        Map.of("Content-Type", "multipart/form-data; boundary=b", "Idempotency-Key", key));
  }

  /** A mail that is held in memory, and takes the disk only when it is stored. */
  private static HttpResponse<String> mail(Outside outside, String key)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        Outside.bytes(
            "From: ann@example.org\r\nTo: support@example.com\r\nSubject: "
                + key
                + "\r\nMessage-ID: <"
                + key.replace(' ', '-')
                + "@example.org>\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"));
    body.write(file(key), 0, 100_000);
    return outside.mail(body.toByteArray());
  }

  private static byte[] file(String key) {
    byte[] bytes = new byte[FILE];
    new Random(key.hashCode()).nextBytes(bytes);
    return bytes;
  }

  private static byte[] download(Outside outside, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(outside.url() + path))
            .header("Authorization", "Bearer " + Outside.TOKEN)
            .build();
    return CLIENT.send(request, BodyHandlers.ofByteArray()).body();
  }
}
