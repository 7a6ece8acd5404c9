/** What is sent: requests of each kind, made from a template by writing numbers into it. */
@NullMarked
package io.omnigate.bench.traffic;

import org.jspecify.annotations.NullMarked;
