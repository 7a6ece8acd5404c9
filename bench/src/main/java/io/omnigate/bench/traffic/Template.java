package io.omnigate.bench.traffic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An HTTP request with places for a number: each run of {@code %} takes its lowest digits, zeros
 * first. Making a request is then one copy and a few digits.
 */
final class Template {
  private record Place(int from, int length) {}

  private final byte[] bytes;
  private final int bodyFrom;
  private final List<Place> places;

  private Template(byte[] bytes, int bodyFrom) {
    this.bytes = bytes;
    this.bodyFrom = bodyFrom;
    this.places = places(bytes);
  }

  /**
   * A request for {@code path}.
   *
   * @param headers lines, each with its end
   */
  static Template post(String path, String headers, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("POST %s HTTP/1.1\r\nHost: bench.example\r\n%sContent-Length: %d\r\n\r\n")
            .formatted(path, headers, content.length)
            .getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, whole, head.length, content.length);
    return new Template(whole, head.length);
  }

  /** The request with {@code number} in it. */
  byte[] with(long number) {
    byte[] request = bytes.clone();
    for (Place place : places) {
      long rest = number;
      for (int i = place.from + place.length - 1; i >= place.from; i--) {
        request[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return request;
  }

  /** Where the body begins. */
  int bodyFrom() {
    return bodyFrom;
  }

  /** Where {@code text} stands; -1 for nowhere. */
  int indexOf(String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static List<Place> places(byte[] bytes) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      int from = i;
      while (i < bytes.length && bytes[i] == '%') {
        i++;
      }
      if (i > from) {
        places.add(new Place(from, i - from));
      }
    }
    return places;
  }
}
