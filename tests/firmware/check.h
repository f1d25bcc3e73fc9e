// A handful of lines that let a C++ test program report each case to the runner (host-program.ts) as TAP.
#pragma once

#include <cstdio>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace check {

struct Case {
  const char* sentence;
  std::function<void()> body;
};

inline std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

inline std::string& fault() {
  static std::string text;
  return text;
}

struct Registrar {
  Registrar(const char* sentence, std::function<void()> body) { cases().push_back({sentence, std::move(body)}); }
};

template <typename T>
std::string shown(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}
inline std::string shown(uint8_t value) { return std::to_string(value); }
inline std::string shown(bool value) { return value ? "true" : "false"; }

inline void failAt(int line, const std::string& what) {
  if (fault().empty()) fault() = "line " + std::to_string(line) + ": " + what;
}

template <typename A, typename B>
void equal(int line, const A& got, const B& wanted) {
  if (!(got == wanted)) failAt(line, "got " + shown(got) + ", wanted " + shown(wanted));
}

inline int runAll() {
  int failed = 0;
  std::printf("1..%zu\n", cases().size());
  for (const Case& it : cases()) {
    fault().clear();
    it.body();
    if (fault().empty()) {
      std::printf("ok - %s\n", it.sentence);
    } else {
      std::printf("not ok - %s # %s\n", it.sentence, fault().c_str());
      failed++;
    }
    std::fflush(stdout);
  }
  return failed ? 1 : 0;
}

/** A small generator with a seed, so that a failure can be played again. */
class Dice {
 public:
  explicit Dice(uint32_t seed) : state_(seed) {}
  uint32_t roll(uint32_t sides) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_ % sides;
  }

 private:
  uint32_t state_;
};

}  // namespace check

#define CHECK_JOIN2(a, b) a##b
#define CHECK_JOIN(a, b) CHECK_JOIN2(a, b)
#define CASE(sentence)                                                                  \
  static void CHECK_JOIN(case, __LINE__)();                                             \
  static check::Registrar CHECK_JOIN(add, __LINE__)(sentence, CHECK_JOIN(case, __LINE__)); \
  static void CHECK_JOIN(case, __LINE__)()
#define EXPECT(condition) \
  do {                    \
    if (!(condition)) check::failAt(__LINE__, #condition); \
  } while (0)
#define EXPECT_EQUAL(got, wanted) check::equal(__LINE__, got, wanted)
