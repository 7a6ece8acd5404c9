/** The agents' HTTP API, bound from openapi.yaml. */
@NullMarked
package io.omnigate.gateway.api;

import org.jspecify.annotations.NullMarked;
