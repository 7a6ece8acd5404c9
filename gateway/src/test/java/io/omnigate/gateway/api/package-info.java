/** The agents' API from outside: real HTTP, real PostgreSQL. */
@NullMarked
package io.omnigate.gateway.api;

import org.jspecify.annotations.NullMarked;
