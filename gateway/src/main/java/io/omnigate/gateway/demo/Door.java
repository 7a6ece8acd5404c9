package io.omnigate.gateway.demo;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;

/** The public address of one channel, for the demo's customers as for anybody else. */
final class Door {
  private final WebClient client;
  private final String url;

  Door(WebClient client, String publicUrl, String channel) {
    this.client = client;
    this.url = publicUrl + "/in/" + channel;
  }

  /** Posts a body. */
  Future<HttpResponse<Buffer>> post(String mediaType, Map<String, String> headers, Buffer body) {
    var request = client.postAbs(url).putHeader(HttpHeaders.CONTENT_TYPE.toString(), mediaType);
    headers.forEach(request::putHeader);
    return request.sendBuffer(body);
  }
}
