package io.omnigate.bench.check;

import io.omnigate.bench.load.Faults;
import io.omnigate.bench.load.Ledger;
import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends a sample of the accepted messages again, byte for byte: each has to be answered with its
 * first receipt, told as a repeat.
 */
public final class RepeatCheck {
  private static final int OK = 200;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String LENGTH = "content-length:";

  private final Faults faults;

  /** A check that tells {@code faults} what it finds. */
  public RepeatCheck(Faults faults) {
    this.faults = faults;
  }

  /** Sends the samples to the gateway at {@code address}, one after the other. */
  public void check(InetSocketAddress address, List<Ledger.Sample> samples) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      for (Ledger.Sample sample : samples) {
        check(socket, sample);
      }
    }
  }

  private void check(Socket socket, Ledger.Sample sample) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(sample.message().request());
    out.flush();
    String head = head(socket.getInputStream());
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH) + LENGTH.length();
    int length = Integer.parseInt(head.substring(at, head.indexOf('\r', at)).strip());
    byte[] body = socket.getInputStream().readNBytes(length);
    Optional<Receipt> again = Receipt.read(body, 0, body.length);
    boolean right =
        head.startsWith("HTTP/1.1 " + OK)
            && again.filter(Receipt::duplicate).filter(sample.first()::sameAs).isPresent();
    if (!right) {
      faults.add(
          "%s, sent again, was not recognised: first %s, then %s"
              .formatted(
                  Outgoing.mark(sample.message().number()),
                  sample.first(),
                  head.lines().findFirst().orElse("")
                      + ' '
                      + new String(body, StandardCharsets.UTF_8)));
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
