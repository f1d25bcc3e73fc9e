// One digit of the line protocol's hexadecimal.
#pragma once

#include <stdint.h>

namespace labo {

/** Value of an upper-case hexadecimal digit, or -1. */
inline int8_t hexValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<int8_t>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<int8_t>(c - 'A' + 10);
  return -1;
}

}  // namespace labo
