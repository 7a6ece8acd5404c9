package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Traffic;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Raw mails (RFC 5322), each from an address of its own, as a relay hands them over. */
public final class MailTraffic implements Traffic {
  private static final int KIB = 1024;
  private static final int CREATED = 201;
  private static final int VARIANTS = 8;

  /** From here on a mail carries a file, as large mails do. */
  private static final int WITH_FILE = 64 * KIB;

  private static final int LINE = 76;

  private final Numbers numbers;
  private final List<Template> templates;

  private MailTraffic(Numbers numbers, List<Template> templates) {
    this.numbers = numbers;
    this.templates = templates;
  }

  /** Mails of 8 KiB. */
  public static MailTraffic eightKib(String channel, String token, Numbers numbers) {
    return of(channel, token, numbers, List.of(8));
  }

  /** Mails of 2 to 200 KiB: many small ones, few large ones with a file. */
  public static MailTraffic mixed(String channel, String token, Numbers numbers) {
    return of(channel, token, numbers, List.of(2, 4, 2, 8, 2, 8, 4, 32, 2, 200));
  }

  private static MailTraffic of(String channel, String token, Numbers numbers, List<Integer> kibs) {
    Random random = new Random(5);
    List<Template> templates =
        IntStream.range(0, VARIANTS * kibs.size())
            .mapToObj(i -> template(channel, token, kibs.get(i % kibs.size()) * KIB, random))
            .toList();
    return new MailTraffic(numbers, templates);
  }

  @Override
  public Outgoing next() {
    long number = numbers.next();
    Template template = templates.get((int) (number % templates.size()));
    return new Outgoing(template.with(number), number, CREATED, null);
  }

  private static Template template(String channel, String token, int size, Random random) {
    String headers =
        "Authorization: Bearer %s\r\nContent-Type: message/rfc822\r\n".formatted(token)
            + "X-Envelope-From: c%s@customer.example\r\n".formatted(Words.NUMBER)
            + "X-Envelope-To: support@bench.example\r\n";
    return Template.post("/in/" + channel, headers, mail(size, random));
  }

  /** A mail of {@code size} bytes, or a line less. */
  private static String mail(int size, Random random) {
    String head =
        """
        Received: from mail.customer.example (mail.customer.example [192.0.2.7])
        \tby relay.bench.example with ESMTPS; Mon, 2 Nov 2026 10:00:00 +0000
        From: Ann Customer <c%1$s@customer.example>
        To: Support <support@bench.example>
        Subject: A question about my order
        Date: Mon, 2 Nov 2026 10:00:00 +0000
        Message-ID: <m%1$s@customer.example>
        MIME-Version: 1.0
        """
            .formatted(Words.NUMBER)
            .replace("\n", "\r\n");
    return size < WITH_FILE ? plain(head, size, random) : withFile(head, size, random);
  }

  private static String plain(String head, int size, Random random) {
    String start = head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + Words.MARK + ' ';
    return start + Words.lines(size - start.length(), random);
  }

  private static String withFile(String head, int size, Random random) {
    String start =
        head
            + "Content-Type: multipart/mixed; boundary=\"bench-part\"\r\n\r\n"
            + "--bench-part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            + Words.MARK
            + ' '
            + Words.lines(2 * KIB, random)
            + "--bench-part\r\nContent-Type: application/pdf; name=\"order.pdf\"\r\n"
            + "Content-Disposition: attachment; filename=\"order.pdf\"\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Words.NUMBER
            + "\r\n";
    byte[] file = new byte[(size - start.length()) / (LINE + 2) * LINE / 4 * 3];
    random.nextBytes(file);
    return start
        + Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'}).encodeToString(file)
        + "\r\n--bench-part--\r\n";
  }
}
