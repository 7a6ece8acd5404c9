package io.omnigate.channels.email;

import io.omnigate.channels.email.MailNode.Multipart;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Walks the MIME tree once and gathers it. mime4j has no bound on depth and parts, so they are
 * counted here while it streams, and the walk stops at the first one passed. A message within a
 * message is a leaf; it is walked only to see that it keeps the bounds too.
 */
final class MailWalker {
  private static final MimeConfig LENIENT =
      MimeConfig.custom()
          .setStrictParsing(false)
          .setMaxLineLen(-1)
          .setMaxHeaderCount(MailBounds.MAX_HEADERS)
          .setMaxHeaderLen(MailBounds.MAX_HEADER_BYTES)
          .setMaxContentLen(-1)
          .build();

  private final MailBounds bounds;
  private final PartReader reader;
  private final Deque<Multipart> open = new ArrayDeque<>();
  private MailHeaders top = new MailHeaders();

  /** A walk within {@code bounds}, whose leaves are read by {@code reader}. */
  MailWalker(MailBounds bounds, PartReader reader) {
    this.bounds = bounds;
    this.reader = reader;
  }

  /** The mail's own headers. */
  MailHeaders top() {
    return top;
  }

  /**
   * Walks {@code mail}; to be called once. Gives its tree.
   *
   * @throws MailBounds.Exceeded over a bound
   * @throws MimeException where mime4j makes nothing of it
   */
  MailNode walk(InputStream mail) throws IOException, MimeException {
    Multipart root = new Multipart(false, new ArrayList<>());
    open.push(root);
    walk(mail, 0);
    return root;
  }

  private void walk(InputStream mail, int level) throws IOException, MimeException {
    MimeTokenStream stream = new MimeTokenStream(LENIENT);
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    stream.parse(mail);
    MailHeaders headers = new MailHeaders();
    boolean first = true;
    int depth = 0;
    EntityState state = stream.getState();
    while (state != EntityState.T_END_OF_STREAM) {
      bounds.step();
      switch (state) {
        case T_START_HEADER -> {
          bounds.part();
          headers = new MailHeaders();
          if (first && level == 0) {
            top = headers;
          }
          first = false;
        }
        case T_FIELD -> {
          byte[] raw = stream.getField().getSafeRaw().toByteArray();
          bounds.header(raw.length);
          headers.add(raw);
        }
        case T_START_MULTIPART -> {
          bounds.depth(++depth);
          begin(stream, level);
        }
        case T_END_MULTIPART -> {
          depth--;
          end(level);
        }
        case T_BODY -> leaf(stream, headers, level);
        default -> {
          // beginnings, ends, preambles and epilogues carry nothing for a reader
        }
      }
      state = stream.next();
    }
  }

  private void begin(MimeTokenStream stream, int level) {
    if (level == 0) {
      String type = stream.getBodyDescriptor().getMimeType();
      Multipart part = new Multipart(type.equals("multipart/alternative"), new ArrayList<>());
      open.element().parts().add(part);
      open.push(part);
    }
  }

  private void end(int level) {
    if (level == 0) {
      open.pop();
    }
  }

  private void leaf(MimeTokenStream stream, MailHeaders headers, int level)
      throws IOException, MimeException {
    String type = stream.getBodyDescriptor().getMimeType();
    InputStream body = stream.getDecodedInputStream();
    if (level > 0 && !MailPart.isMessage(type)) {
      reader.skip(body);
      return;
    }
    MailPart part = reader.read(headers, type, body);
    if (level == 0) {
      open.element().parts().add(part);
    }
    if (MailPart.isMessage(type)) {
      bounds.nested(level + 1);
      try (InputStream nested = part.open()) {
        walk(nested, level + 1);
      }
    }
  }
}
