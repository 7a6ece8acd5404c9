package io.omnigate.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on a free port that behaves as it is told: it refuses, drops or falls silent at
 * any step, and keeps whatever was handed over to it, byte by byte. With a certificate it speaks
 * TLS, from the first byte or after STARTTLS.
 */
public final class SmtpPeer implements AutoCloseable {
  /** Where a dialogue stands; a script answers for it. */
  public enum Step {
    /** Connected. */
    GREETING,
    /** EHLO or HELO. */
    EHLO,
    /** MAIL FROM. */
    MAIL,
    /** RCPT TO. */
    RCPT,
    /** The command DATA. */
    DATA,
    /** The whole mail, up to its last dot. */
    CONTENT,
    /** QUIT. */
    QUIT,
    /** Anything else. */
    OTHER
  }

  /** What to answer at a step: a line, {@link #DROP}, {@link #HANG}, or null for the usual. */
  @FunctionalInterface
  public interface Script {
    @Nullable String answer(Step step, String line);
  }

  /** Closes the connection instead of answering. */
  public static final String DROP = "drop";

  /** Never answers. */
  public static final String HANG = "hang";

  /** A mail whose last dot arrived; {@code secure} where it came through TLS. */
  public record Received(
      String from, List<String> to, String content, boolean accepted, boolean secure) {
    /** The lines of the header block. */
    public List<String> header() {
      return content.substring(0, content.indexOf("\r\n\r\n")).lines().toList();
    }

    /** The unfolded value of a header; empty where it is missing. */
    public String header(String name) {
      String unfolded =
          content.substring(0, content.indexOf("\r\n\r\n")).replaceAll("\r\n[ \t]+", " ");
      return unfolded
          .lines()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  private static final int LINES_AT_ONCE = 100;
  private static final long PAUSE_NANOS = 10_000_000;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final @Nullable SSLContext startTls;
  private volatile Script script = (step, line) -> null;
  private volatile boolean slow;

  /** Listens on a free port of the loopback. */
  public SmtpPeer() {
    this(null, false);
  }

  /** One that speaks TLS. */
  public static SmtpPeer secured(SSLContext certificate, boolean fromTheFirstByte) {
    return new SmtpPeer(certificate, fromTheFirstByte);
  }

  private SmtpPeer(@Nullable SSLContext tls, boolean implicit) {
    startTls = implicit ? null : tls;
    ServerSocketFactory sockets =
        tls != null && implicit ? tls.getServerSocketFactory() : ServerSocketFactory.getDefault();
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** Behaves by {@code told} from now on. */
  public void script(Script told) {
    script = told;
  }

  /** Answers {@code answer} at one step, and as usual at all others. */
  public void at(Step at, String answer) {
    script = (step, line) -> step == at ? answer : null;
  }

  /** Reads mails slowly from now on: at most 800 kB a second. */
  public void readSlowly() {
    slow = true;
  }

  /** How many connections are open, or hold bytes that were not read yet. */
  public int connections() {
    return open.size();
  }

  /** Everything whose last dot arrived, accepted or not. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    try {
      closed.countDown();
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new Dialogue(socket).run();
    } catch (IOException broken) {
      // the other side left
    } finally {
      open.remove(socket);
    }
  }

  private final class Dialogue {
    private Socket socket;
    private WireLines in;
    private String from = "";
    private List<String> to = new ArrayList<>();

    Dialogue(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new WireLines(socket.getInputStream());
    }

    void run() throws IOException {
      if (!answer(Step.GREETING, "", "220 peer.example ESMTP")) {
        return;
      }
      for (String line = in.line(); line != null; line = in.line()) {
        if (startTls != null && line.equalsIgnoreCase("STARTTLS")) {
          encrypt(startTls);
          continue;
        }
        Step step = step(line);
        switch (step) {
          case MAIL -> {
            from = path(line);
            to = new ArrayList<>();
          }
          case RCPT -> to.add(path(line));
          default -> {
            // nothing to keep
          }
        }
        if (!answer(step, line, usual(step))) {
          return;
        }
        if (step == Step.DATA && script.answer(step, line) == null && !content()) {
          return;
        }
        if (step == Step.QUIT) {
          return;
        }
      }
    }

    private void encrypt(SSLContext tls) throws IOException {
      write("220 go on");
      SSLSocket secure =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
      secure.setUseClientMode(false);
      secure.startHandshake();
      socket = secure;
      in = new WireLines(secure.getInputStream());
    }

    private boolean content() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int lines = 0; ; lines++) {
        byte[] line = in.raw();
        if (line == null) {
          return true;
        }
        if (slow && lines % LINES_AT_ONCE == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (line.length == 3 && line[0] == '.') {
          break;
        }
        boolean stuffed = line[0] == '.';
        bytes.write(line, stuffed ? 1 : 0, line.length - (stuffed ? 1 : 0));
      }
      String told = script.answer(Step.CONTENT, "");
      boolean accepted = told == null || told.startsWith("2");
      boolean secure = socket instanceof SSLSocket;
      received.add(
          new Received(from, to, bytes.toString(StandardCharsets.UTF_8), accepted, secure));
      return answer(Step.CONTENT, "", "250 2.0.0 taken");
    }

    /** Whether the dialogue goes on. */
    private boolean answer(Step step, String line, String usual) throws IOException {
      String told = script.answer(step, line);
      String answer = told == null ? usual : told;
      if (answer.equals(DROP)) {
        return false;
      }
      if (answer.equals(HANG)) {
        awaitClose();
        return false;
      }
      write(answer);
      return true;
    }

    private void write(String answer) throws IOException {
      socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    private void awaitClose() {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String path(String line) {
    return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
  }

  private static Step step(String line) {
    String command = line.toUpperCase(Locale.ROOT);
    if (command.startsWith("EHLO") || command.startsWith("HELO")) {
      return Step.EHLO;
    }
    return switch (command.split("[ :]", 2)[0]) {
      case "MAIL" -> Step.MAIL;
      case "RCPT" -> Step.RCPT;
      case "DATA" -> Step.DATA;
      case "QUIT" -> Step.QUIT;
      default -> Step.OTHER;
    };
  }

  private static String usual(Step step) {
    return switch (step) {
      case DATA -> "354 go on";
      case QUIT -> "221 bye";
      default -> "250 ok";
    };
  }
}
