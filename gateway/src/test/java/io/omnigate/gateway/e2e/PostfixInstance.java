package io.omnigate.gateway.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Postfix with the shipped configuration and script, beside the system's own: its own
 * folders, a free port, and a retry every second. Needs root, as Postfix does.
 */
final class PostfixInstance implements AutoCloseable {
  private static final Path SHIPPED = Path.of("..", "deploy", "postfix");
  private static final Path PROGRAM = Path.of("/usr/sbin/postfix");

  /** An account that owns nothing, in place of the one the service is to have. */
  private static final String ACCOUNT = "nobody";

  private final Path folder;
  private final int port;

  private PostfixInstance(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static boolean installed() {
    return Files.isExecutable(PROGRAM);
  }

  static boolean allowed() throws Exception {
    Process id = new ProcessBuilder("id", "-u").start();
    return new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
        .strip()
        .equals("0");
  }

  /** Starts one that hands its mail to the given channel's URL. */
  static PostfixInstance start(String url, String token) throws Exception {
    Path folder = Files.createTempDirectory("omnigate-postfix-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    PostfixInstance postfix = new PostfixInstance(folder, freePort());
    try {
      postfix.layOut(url, token);
      run(PROGRAM.toString(), "-c", postfix.config().toString(), "start");
      return postfix;
    } catch (Exception | Error e) {
      postfix.close();
      throw e;
    }
  }

  /** Hands a mail in over SMTP (RFC 5321); {@code sender} empty for the null return path. */
  void send(String sender, String recipient, String mail) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      OutputStream out = socket.getOutputStream();
      expect(in, "220");
      for (String line :
          List.of(
              "HELO client.example.com",
              "MAIL FROM:<" + sender + ">",
              "RCPT TO:<" + recipient + ">")) {
        say(out, line);
        expect(in, "250");
      }
      say(out, "DATA");
      expect(in, "354");
      say(out, mail.replace("\n.", "\n..") + "\r\n.");
      expect(in, "250");
      say(out, "QUIT");
    }
  }

  /** What it has logged so far. */
  String log() throws IOException {
    Path log = folder.resolve("log/mail.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** What waits in its queue. */
  String queue() throws Exception {
    return run("/usr/sbin/postqueue", "-c", config().toString(), "-p");
  }

  /** Tries everything in the queue now. */
  void flush() throws Exception {
    run("/usr/sbin/postqueue", "-c", config().toString(), "-f");
  }

  @Override
  public void close() throws Exception {
    Process stop =
        new ProcessBuilder(PROGRAM.toString(), "-c", config().toString(), "stop")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    stop.waitFor(30, TimeUnit.SECONDS);
    Files.walkFileTree(folder, new Deleting());
  }

  private Path config() {
    return folder.resolve("config");
  }

  private void layOut(String url, String token) throws Exception {
    Files.createDirectory(config());
    Files.createDirectory(folder.resolve("log"));
    for (String name : List.of("queue", "data")) {
      Files.createDirectory(folder.resolve(name));
    }
    run("chown", "postfix", folder.resolve("data").toString());
    Path script = Files.copy(SHIPPED.resolve("omnigate-pipe"), folder.resolve("omnigate-pipe"));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path pipe =
        Files.writeString(
            folder.resolve("pipe.conf"),
            replaced(
                replaced(
                    Files.readString(SHIPPED.resolve("pipe.conf")),
                    "http://localhost:8080/in/mail",
                    url),
                "the-token-of-the-channel",
                token));
    Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("r--------"));
    run("chown", ACCOUNT, pipe.toString());
    String master = Files.readString(SHIPPED.resolve("master.cf"));
    master = replaced(master, "\nsmtp        inet", "\n127.0.0.1:" + port + " inet");
    master = replaced(master, "user=omnigate-pipe", "user=" + ACCOUNT);
    master = replaced(master, "/usr/local/lib/omnigate/omnigate-pipe", script.toString());
    master = replaced(master, "/etc/omnigate/pipe.conf", pipe.toString());
    Files.writeString(config().resolve("master.cf"), master);
    Files.writeString(
        config().resolve("main.cf"),
        Files.readString(SHIPPED.resolve("main.cf"))
            + """
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            maillog_file = %1$s/log/mail.log
            maillog_file_prefixes = %1$s
            inet_protocols = ipv4
            """
                .formatted(folder));
    run(
        "/usr/sbin/postconf",
        "-c",
        config().toString(),
        "minimal_backoff_time=1s",
        "maximal_backoff_time=1s",
        "queue_run_delay=1s");
  }

  private static String replaced(String text, String what, String by) {
    if (!text.contains(what)) {
      throw new AssertionError("the shipped file has no " + what);
    }
    return text.replace(what, by);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + out);
    }
    return out;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void expect(BufferedReader in, String code) throws IOException {
    String line = in.readLine();
    if (line == null || !line.startsWith(code)) {
      throw new IOException("instead of " + code + ": " + line);
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
