package io.omnigate.gateway.ops;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One thing the gateway needs to be able to store.
 *
 * @param name as shown to monitoring
 * @param check succeeds with a word on how things stand, fails with what is wrong; asked again only
 *     when the last answer is there
 */
public record HealthCheck(String name, Supplier<Future<String>> check) {}
