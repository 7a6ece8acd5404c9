/** The only package that talks SQL; statements live in resources/sql. */
@NullMarked
package io.omnigate.core.store;

import org.jspecify.annotations.NullMarked;
