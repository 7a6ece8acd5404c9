/** Counters that more than one part of the core feeds. */
@NullMarked
package io.omnigate.core.metrics;

import org.jspecify.annotations.NullMarked;
