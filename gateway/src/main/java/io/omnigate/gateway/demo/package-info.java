/** Demo mode: sample contacts posted through the public channel URLs. */
@NullMarked
package io.omnigate.gateway.demo;

import org.jspecify.annotations.NullMarked;
