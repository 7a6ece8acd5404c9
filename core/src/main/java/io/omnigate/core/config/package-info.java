/** Reading configuration so that all mistakes are found together, each with its key. */
@NullMarked
package io.omnigate.core.config;

import org.jspecify.annotations.NullMarked;
