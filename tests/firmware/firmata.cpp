// The Firmata firmware without its board: parser, sender and pins (firmware/labo-firmata/src) over recorded hardware.
#include "firmata.h"

#include <map>

#include "check.h"
#include "protocol.h"

using namespace labo;

/** Notes what it is told, gives what it is set to. */
class Bench : public Hardware {
 public:
  std::vector<std::string> calls;
  uint8_t ports[3] = {0, 0, 0};
  uint8_t watched[3] = {0, 0, 0};
  uint16_t analogs[8] = {};
  bool timerTaken = false;
  bool stripBusy = false;
  long echo = -1;  // width of the pulse that came back; -1: none yet
  long press = -1;  // when the watched button closed, µs; -1: not yet
  int servos = 0;
  std::map<uint8_t, std::vector<uint8_t>> devices;  // registers by address

  void input(uint8_t pin, bool pullup) override { note(pullup ? "pullup" : "input", pin); }
  void output(uint8_t pin) override { note("output", pin); }
  void write(uint8_t pin, bool high) override { note(high ? "high" : "low", pin); }
  uint8_t readPort(uint8_t port) override { return ports[port]; }
  void watch(uint8_t port, uint8_t mask) override { watched[port] = mask; }
  uint16_t readAnalog(uint8_t channel) override { return analogs[channel]; }
  bool pwm(uint8_t pin, uint8_t duty) override {
    note("pwm" + std::to_string(duty), pin);
    return !timerTaken;
  }
  bool attachServo(uint8_t pin) override {
    if (servos >= 12) return false;
    servos++;
    note("attach", pin);
    return true;
  }
  void detachServo(uint8_t pin) override {
    servos--;
    note("detach", pin);
  }
  void pulseServo(uint8_t pin, uint16_t micros) override { note("pulse" + std::to_string(micros), pin); }
  void sendPulse(uint8_t pin, bool high, uint16_t micros) override {
    note((high ? "pulse-high" : "pulse-low") + std::to_string(micros), pin);
  }
  bool pulseEnded(uint32_t& micros) override {
    if (echo < 0) return false;
    micros = static_cast<uint32_t>(echo);
    return true;
  }
  void forgetPulse() override {
    echo = -1;
    calls.push_back("pulse over");
  }
  void watchPress(uint8_t pin, bool pressedLevel) override {
    note(pressedLevel ? "watch-high" : "watch-low", pin);
    press = -1;
  }
  bool pressed(uint32_t& micros) override {
    if (press < 0) return false;
    micros = static_cast<uint32_t>(press);
    return true;
  }
  void forgetPress() override { calls.push_back("press over"); }
  void tone(uint8_t pin, uint16_t hertz, uint16_t ms) override {
    note("tone" + std::to_string(hertz) + "/" + std::to_string(ms), pin);
  }
  void silence(uint8_t pin) override { note("silence", pin); }
  bool sendStrip(uint8_t pin, const uint8_t* bytes, uint8_t pixels) override {
    if (stripBusy) return false;
    std::string text = "strip";
    for (int i = 0; i < 3 * pixels; i++) text += " " + std::to_string(bytes[i]);
    note(text, pin);
    return true;
  }
  void beginI2c() override { calls.push_back("i2c on"); }
  void endI2c() override { calls.push_back("i2c off"); }
  bool writeI2c(uint8_t address, const uint8_t* bytes, uint8_t count, bool release) override {
    std::string text = release ? "i2c write" : "i2c write-hold";
    for (uint8_t i = 0; i < count; i++) text += " " + std::to_string(bytes[i]);
    note(text, address);
    if (!devices.count(address)) return false;
    pointer_ = count ? bytes[0] : 0;
    return true;
  }
  uint8_t readI2c(uint8_t address, uint8_t* bytes, uint8_t count, bool) override {
    note("i2c read", address);
    if (!devices.count(address)) return 0;
    const std::vector<uint8_t>& registers = devices[address];
    for (uint8_t i = 0; i < count; i++) {
      if (pointer_ + i >= registers.size()) return i;
      bytes[i] = registers[pointer_ + i];
    }
    return count;
  }

  std::string taken() {
    std::string text;
    for (const std::string& call : calls) text += (text.empty() ? "" : ", ") + call;
    calls.clear();
    return text;
  }

 private:
  void note(const std::string& what, uint8_t where) { calls.push_back(what + "@" + std::to_string(where)); }
  uint8_t pointer_ = 0;
};

class Board {
 public:
  Bench bench;
  Firmata firmata;
  uint32_t ms = 0;

  explicit Board(uint8_t analogInputs = 6) : firmata(bench, uno(analogInputs), "labo-firmata.ino", 1, 0) {
    firmata.start();
    booted = out();
    bench.taken();
  }

  std::string booted;

  void send(const std::vector<int>& bytes) {
    for (int byte : bytes) {
      for (int wait = 0; wait < 1000 && !firmata.ready(); wait++) {
        drain();
        run(1);
      }
      firmata.take(static_cast<uint8_t>(byte));
    }
    drain();
  }
  void run(uint32_t time) {
    for (uint32_t i = 0; i < time; i++) {
      ms++;
      firmata.step(ms, ms * 1000);
      drain();
    }
  }
  /** What was sent to the host since the last call, in hexadecimal. */
  std::string out() {
    drain();
    const std::string text = text_;
    text_.clear();
    return text;
  }
  void drain() {
    char hex[4];
    while (!firmata.sender().empty()) {
      std::snprintf(hex, sizeof hex, "%02x ", firmata.sender().pop());
      text_ += hex;
    }
  }

 private:
  std::string text_;
};

static std::string told(const std::string& text) {
  std::string hex = "f0 71 ";
  char pair[8];
  for (char c : text) {
    std::snprintf(pair, sizeof pair, "%02x %02x ", c & 0x7F, (c >> 7) & 1);
    hex += pair;
  }
  return hex + "f7 ";
}

static const std::string kHello =
    "f9 02 06 f0 79 01 00 6c 00 61 00 62 00 6f 00 2d 00 66 00 69 00 72 00 6d 00 61 00 74 00 61 00 2e 00 69 00 6e 00 6f 00 f7 ";

CASE("at boot the board tells its protocol version and its firmware's name") {
  Board board;
  EXPECT_EQUAL(board.booted, kHello);
}

CASE("version and firmware are told again when asked") {
  Board board;
  board.send({0xF9});
  EXPECT_EQUAL(board.out(), "f9 02 06 ");
  board.send({0xF0, 0x79, 0xF7});
  EXPECT_EQUAL(board.out(), kHello.substr(9));
}

CASE("at rest analog pins are analog inputs, the others outputs driven low, and nothing is reported") {
  Board board;
  for (int pin = 2; pin < 20; pin++) {
    board.send({0xF0, 0x6D, pin, 0xF7});
    char hex[40];
    std::snprintf(hex, sizeof hex, "f0 6e %02x %02x 00 f7 ", pin, pin < 14 ? 1 : 2);
    EXPECT_EQUAL(board.out(), std::string(hex));
  }
  board.run(100);
  EXPECT_EQUAL(board.out(), "");
}

CASE("the capability answer lists modes and resolutions of every pin, as StandardFirmata on an Uno, and where an echo can be timed") {
  Board board;
  board.send({0xF0, 0x6B, 0xF7});
  const std::string digital = "00 01 0b 01 01 01 ";
  std::string wanted = "f0 6c 7f 7f ";
  for (int pin = 2; pin < 14; pin++) {
    const bool pwm = pin == 3 || pin == 5 || pin == 6 || pin == 9 || pin == 10 || pin == 11;
    wanted += digital + (pwm ? "03 08 " : "") + "04 0e 75 01 7f ";
  }
  for (int pin = 14; pin < 20; pin++) wanted += digital + "02 0a " + (pin > 17 ? "06 01 " : "") + "7f ";
  EXPECT_EQUAL(board.out(), wanted + "f7 ");
}

CASE("a Nano's A6 and A7 are analog inputs only, and its capability answer still fits") {
  Board board(8);
  board.send({0xF0, 0x6B, 0xF7});
  const std::string answer = board.out();
  EXPECT_EQUAL(answer.substr(answer.size() - 21), "02 0a 7f 02 0a 7f f7 ");
  board.bench.analogs[7] = 5;
  board.send({0xC7, 1});
  EXPECT_EQUAL(board.out(), "e7 05 00 ");
  board.send({0xF4, 21, 1});
  EXPECT_EQUAL(board.bench.taken(), "");
}

CASE("the analog mapping gives channels 0 to 5 to pins 14 to 19") {
  Board board;
  board.send({0xF0, 0x69, 0xF7});
  EXPECT_EQUAL(board.out(), "f0 6a 7f 7f 7f 7f 7f 7f 7f 7f 7f 7f 7f 7f 7f 7f 00 01 02 03 04 05 f7 ");
}

CASE("the state of a pin is told in as many 7-bit groups as it takes; an unknown pin has none") {
  Board board;
  board.send({0xF4, 6, 3, 0xE6, 0x7F, 0x01, 0xF0, 0x6D, 6, 0xF7});
  EXPECT_EQUAL(board.out(), "f0 6e 06 03 7f 01 f7 ");
  board.send({0xF0, 0x6D, 60, 0xF7, 0xF0, 0x6D, 0xF7});
  EXPECT_EQUAL(board.out(), "f0 6e 3c f7 ");
}

CASE("a port message and a pin message drive outputs only") {
  Board board;
  board.send({0xF4, 4, 1, 0xF4, 5, 0});
  board.bench.taken();
  board.send({0xF5, 4, 1});
  EXPECT_EQUAL(board.bench.taken(), "high@4");
  board.send({0xF5, 5, 1, 0xF5, 0, 1, 0xF5, 99, 1});
  EXPECT_EQUAL(board.bench.taken(), "");
  board.send({0x91, 0x20, 0x00});
  EXPECT_EQUAL(board.bench.taken(), "low@8, low@9, low@10, low@11, low@12, high@13");
}

CASE("writing to an input switches its pull-up on once, as hosts before the PULLUP mode expect") {
  Board board;
  for (int pin = 2; pin < 8; pin++) board.send({0xF4, pin, 0});
  board.bench.taken();
  board.send({0x90, 0x04, 0x00, 0x90, 0x04, 0x00});
  EXPECT_EQUAL(board.bench.taken(), "pullup@2");
}

CASE("a reported port is told at once, then at each change, inputs only") {
  Board board;
  board.send({0xF4, 2, 0x0B});
  EXPECT_EQUAL(board.bench.taken(), "pullup@2");
  board.bench.ports[0] = 0xFC;
  board.send({0xD0, 1});
  EXPECT_EQUAL(board.out(), "90 04 00 ");
  EXPECT_EQUAL(board.bench.watched[0], static_cast<uint8_t>(0x04));
  board.run(50);
  EXPECT_EQUAL(board.out(), "");
  board.bench.ports[0] = 0xF8;
  board.run(1);
  EXPECT_EQUAL(board.out(), "90 00 00 ");
  board.bench.ports[0] = 0x04;
  board.run(1);
  EXPECT_EQUAL(board.out(), "90 04 00 ");
  board.send({0xD0, 0});
  board.bench.ports[0] = 0;
  board.run(10);
  EXPECT_EQUAL(board.out(), "");
  EXPECT_EQUAL(board.bench.watched[0], static_cast<uint8_t>(0));
}

CASE("the high bit of a port travels in the second data byte") {
  Board board;
  board.send({0xF4, 15, 0});
  board.bench.ports[1] = 0x80;
  board.send({0xD1, 1});
  EXPECT_EQUAL(board.out(), "91 00 01 ");
}

CASE("a reported analog channel is told at once, then every sampling interval") {
  Board board;
  board.bench.analogs[2] = 0x3FF;
  board.send({0xC2, 1});
  EXPECT_EQUAL(board.out(), "e2 7f 07 ");
  board.run(19 * 10);
  EXPECT_EQUAL(board.out().size(), 10u * 9);
  board.send({0xF0, 0x7A, 100, 0, 0xF7});
  board.run(100);
  board.out();
  board.run(1000);
  EXPECT_EQUAL(board.out().size(), 10u * 9);
  board.send({0xC2, 0});
  board.run(500);
  EXPECT_EQUAL(board.out(), "");
  board.send({0xCF, 1});
  EXPECT_EQUAL(board.out(), "");
}

CASE("choosing the analog mode starts the report, another mode ends it") {
  Board board;
  board.send({0xF4, 14, 2});
  EXPECT_EQUAL(board.out(), "e0 00 00 ");
  board.send({0xF4, 14, 0});
  board.out();
  board.run(100);
  EXPECT_EQUAL(board.out(), "");
}

CASE("a board kept busy catches up with one sample, not with a burst") {
  Board board;
  board.send({0xC0, 1});
  board.run(19);
  board.out();
  board.ms += 5000;
  board.run(1);
  EXPECT_EQUAL(board.out().size(), 9u);
  board.run(18);
  EXPECT_EQUAL(board.out(), "");
}

CASE("PWM follows analog and extended analog messages, 255 at most") {
  Board board;
  board.send({0xF4, 6, 3});
  EXPECT_EQUAL(board.bench.taken(), "output@6, pwm0@6");
  board.send({0xE6, 0x40, 0x01});
  board.send({0xF0, 0x6F, 6, 0x7F, 0xF7});
  board.send({0xF0, 0x6F, 6, 0x7F, 0x7F, 0x7F, 0x7F, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "pwm192@6, pwm127@6, pwm255@6");
  board.send({0xF4, 4, 3});
  EXPECT_EQUAL(board.bench.taken(), "");
  board.bench.timerTaken = true;
  board.send({0xE6, 1, 0});
  EXPECT_EQUAL(board.out(), told("PWM: pin's timer is in use"));
}

CASE("a servo turns to degrees below 544 and to microseconds above, within its pulses") {
  Board board;
  board.send({0xF4, 9, 4});
  EXPECT_EQUAL(board.bench.taken(), "attach@9");
  board.send({0xE9, 0, 0, 0xE9, 90, 0, 0xE9, 180 & 0x7F, 180 >> 7, 0xE9, 500 & 0x7F, 500 >> 7});
  EXPECT_EQUAL(board.bench.taken(), "pulse544@9, pulse1472@9, pulse2400@9, pulse2400@9");
  board.send({0xE9, 1500 & 0x7F, 1500 >> 7, 0xE9, 3000 & 0x7F, 3000 >> 7});
  EXPECT_EQUAL(board.bench.taken(), "pulse1500@9, pulse2400@9");
  board.send({0xF4, 9, 1});
  EXPECT_EQUAL(board.bench.taken(), "detach@9, low@9, output@9");
}

CASE("a servo's configuration sets its pulses and attaches it; senseless pulses are refused aloud") {
  Board board;
  board.send({0xF0, 0x70, 10, 1000 & 0x7F, 1000 >> 7, 2000 & 0x7F, 2000 >> 7, 0xF7, 0xEA, 90, 0});
  EXPECT_EQUAL(board.bench.taken(), "attach@10, pulse1500@10");
  board.send({0xF0, 0x70, 10, 2000 & 0x7F, 2000 >> 7, 1000 & 0x7F, 1000 >> 7, 0xF7});
  EXPECT_EQUAL(board.out(), told("Servo: pulses refused, 544-2400 kept"));
  board.send({0xF0, 0x70, 15, 0, 0, 1, 1, 0xF7, 0xF0, 0x70, 10, 0xF7});
  EXPECT_EQUAL(board.out(), "");
}

CASE("an unknown pin mode is answered by a string, an unsuitable one changes nothing") {
  Board board;
  board.send({0xF4, 3, 0x08});
  EXPECT_EQUAL(board.out(), told("Unknown pin mode"));
  board.send({0xF4, 3, 0x02, 0xF4, 3, 0x06, 0xF4, 0, 0x01, 0xF4, 77, 1});
  EXPECT_EQUAL(board.out(), "");
  board.send({0xF0, 0x6D, 3, 0xF7});
  EXPECT_EQUAL(board.out(), "f0 6e 03 01 00 f7 ");
}

static const std::vector<int> kI2cOn = {0xF0, 0x78, 0, 0, 0xF7};

CASE("I2C writes, reads a register once, and reads without a register") {
  Board board;
  board.bench.devices[0x48] = {1, 2, 200, 4};
  board.send(kI2cOn);
  EXPECT(board.bench.taken().find("i2c on") != std::string::npos);
  board.send({0xF0, 0x76, 0x48, 0x00, 0x02, 0x00, 0x7F, 0x01, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "i2c write 2 255@72");
  board.send({0xF0, 0x76, 0x48, 0x08, 0x02, 0x00, 0x02, 0x00, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "i2c write 2@72, i2c read@72");
  EXPECT_EQUAL(board.out(), "f0 77 48 00 02 00 48 01 04 00 f7 ");
  board.send({0xF0, 0x76, 0x48, 0x48, 0x00, 0x00, 0x01, 0x00, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "i2c write-hold 0@72, i2c read@72");
  board.out();
  board.send({0xF0, 0x76, 0x48, 0x08, 0x02, 0x00, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "i2c read@72");
  EXPECT_EQUAL(board.out(), "f0 77 48 00 00 00 01 00 02 00 f7 ");
}

CASE("I2C devices are read continuously at the sampling interval until stopped") {
  Board board;
  board.bench.devices[0x10] = {7};
  board.bench.devices[0x11] = {8};
  board.send(kI2cOn);
  board.send({0xF0, 0x76, 0x10, 0x10, 0, 0, 1, 0, 0xF7});
  board.send({0xF0, 0x76, 0x11, 0x10, 0, 0, 1, 0, 0xF7});
  board.run(19 * 3);
  std::string three;
  for (int i = 0; i < 3; i++) three += "f0 77 10 00 00 00 07 00 f7 f0 77 11 00 00 00 08 00 f7 ";
  EXPECT_EQUAL(board.out(), three);
  board.send({0xF0, 0x76, 0x10, 0x18, 0xF7});
  board.run(19);
  EXPECT_EQUAL(board.out(), "f0 77 11 00 00 00 08 00 f7 ");
  board.send({0xF0, 0x76, 0x11, 0x18, 0xF7, 0xF0, 0x76, 0x12, 0x18, 0xF7});
  board.run(100);
  EXPECT_EQUAL(board.out(), "");
}

CASE("the I2C read delay is waited for without stopping the board, and later requests come after it") {
  Board board;
  board.bench.devices[0x10] = {7};
  board.send({0xF0, 0x78, 5000 & 0x7F, 5000 >> 7, 0xF7});
  board.run(1);
  board.send({0xF0, 0x76, 0x10, 0x08, 0, 0, 1, 0, 0xF7});
  board.bench.taken();
  EXPECT(!board.firmata.ready());
  board.run(4);
  EXPECT_EQUAL(board.out(), "");
  board.run(2);
  EXPECT_EQUAL(board.out(), "f0 77 10 00 00 00 07 00 f7 ");
  EXPECT(board.firmata.ready());
}

CASE("every I2C problem is told by a string and never by invented data") {
  Board board;
  board.send({0xF0, 0x76, 0x10, 0x08, 0, 0, 1, 0, 0xF7});
  EXPECT_EQUAL(board.out(), told("I2C: not configured"));
  board.send(kI2cOn);
  board.send({0xF0, 0x76, 0x10, 0x08, 0, 0, 1, 0, 0xF7});
  EXPECT_EQUAL(board.out(), told("I2C: Too few bytes received"));
  board.send({0xF0, 0x76, 0x10, 0x00, 1, 0, 0xF7});
  EXPECT_EQUAL(board.out(), told("I2C: no acknowledgement"));
  board.send({0xF0, 0x76, 0x10, 0x28, 0, 0, 1, 0, 0xF7});
  EXPECT_EQUAL(board.out(), told("10-bit addressing not supported"));
  board.send({0xF0, 0x76, 0x10, 0x08, 0, 0, 33, 0, 0xF7});
  EXPECT_EQUAL(board.out(), told("I2C: 1 to 32 bytes can be read"));
  board.bench.devices[0x10] = {7};
  for (int i = 0; i < 9; i++) board.send({0xF0, 0x76, 0x10, 0x10, 0, 0, 1, 0, 0xF7});
  EXPECT_EQUAL(board.out(), told("too many queries"));
  board.send({0xF0, 0x76, 0x10, 0xF7, 0xF0, 0x76, 0xF7, 0xF0, 0x76, 0x10, 0x08, 1, 0xF7});
  EXPECT_EQUAL(board.out(), "");
}

CASE("giving an I2C pin another mode stops the bus and its readings") {
  Board board;
  board.bench.devices[0x10] = {7};
  board.send(kI2cOn);
  board.send({0xF0, 0x76, 0x10, 0x10, 0, 0, 1, 0, 0xF7});
  board.bench.taken();
  board.send({0xF4, 18, 0});
  EXPECT_EQUAL(board.bench.taken().substr(0, 7), "i2c off");
  board.out();
  board.run(100);
  EXPECT_EQUAL(board.out(), "");
}

CASE("a system reset puts everything at rest") {
  Board board;
  board.send(kI2cOn);
  board.send({0xF4, 9, 4, 0xF4, 2, 0x0B, 0xD0, 1, 0xC0, 1, 0xF0, 0x7A, 1, 0, 0xF7});
  board.out();
  board.bench.taken();
  board.send({0xFF});
  const std::string calls = board.bench.taken();
  EXPECT(calls.find("i2c off") != std::string::npos);
  EXPECT(calls.find("detach@9") != std::string::npos);
  board.bench.ports[0] = 0xFF;
  board.run(100);
  EXPECT_EQUAL(board.out(), "");
}

CASE("a sysex that is too long is dropped whole and told, and the next message is obeyed") {
  Board board;
  std::vector<int> bytes = {0xF0, 0x71};
  bytes.insert(bytes.end(), 1000, 0x01);
  bytes.push_back(0xF7);
  board.send(bytes);
  EXPECT_EQUAL(board.out(), told("Sysex too long, dropped"));
  board.send({0xF9});
  EXPECT_EQUAL(board.out(), "f9 02 06 ");
}

CASE("the longest sysex is taken, one byte more is not") {
  Board board;
  std::vector<int> bytes = {0xF0, 0x71};
  bytes.insert(bytes.end(), kSysexMax, 0x01);
  bytes.push_back(0xF7);
  board.send(bytes);
  EXPECT_EQUAL(board.out(), "");
  bytes.insert(bytes.begin() + 2, 0x01);
  board.send(bytes);
  EXPECT_EQUAL(board.out(), told("Sysex too long, dropped"));
}

CASE("unknown commands and torn messages are told, unknown sysex, strings and stray data are passed over") {
  Board board;
  board.send({0xF1});
  EXPECT_EQUAL(board.out(), told("Unknown command, dropped"));
  board.send({0xF0, 0x7A, 0x10, 0xF9});
  EXPECT_EQUAL(board.out(), told("Message cut short, dropped") + "f9 02 06 ");
  board.send({0xE6, 0x01, 0xF9});
  EXPECT_EQUAL(board.out(), told("Message cut short, dropped") + "f9 02 06 ");
  board.send({1, 2, 3, 0xF0, 0x0D, 1, 2, 0xF7, 0xF0, 0x71, 0x48, 0, 0xF7, 0xF0, 0xF7});
  EXPECT_EQUAL(board.out(), "");
}

CASE("a host that does not read loses whole messages and never part of one") {
  Board board;
  board.bench.analogs[0] = 1;
  board.send({0xC0, 1, 0xC1, 1, 0xC2, 1});
  board.out();
  for (uint32_t i = 0; i < 5000; i++) board.firmata.step(++board.ms, 0);
  const std::string kept = board.out();
  EXPECT(kept.size() > 0);
  EXPECT_EQUAL(kept.size() % 27, 0u);
  for (size_t at = 0; at < kept.size(); at += 27) EXPECT_EQUAL(kept.substr(at, 27), "e0 01 00 e1 00 00 e2 00 00 ");
}

CASE("a change of a pin that did not fit is told once there is room") {
  Board board;
  board.send({0xF4, 2, 0, 0xD0, 1});
  board.out();
  while (board.firmata.sender().version()) {
  }
  board.bench.ports[0] = 0x04;
  board.firmata.step(++board.ms, 0);
  board.out();
  board.firmata.step(++board.ms, 0);
  EXPECT_EQUAL(board.out(), "90 04 00 ");
}

static std::vector<int> ping(int pin, int high, uint32_t pulse, uint32_t timeout) {
  std::vector<int> bytes = {0xF0, 0x75, pin, high};
  for (uint32_t number : {pulse, timeout}) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      const int byte = static_cast<int>((number >> shift) & 0xFF);
      bytes.push_back(byte & 0x7F);
      bytes.push_back(byte >> 7);
    }
  }
  bytes.push_back(0xF7);
  return bytes;
}

CASE("an echo is asked for as PingFirmata takes it, and its time told when it has come back") {
  Board board;
  board.send(ping(7, 1, 10, 40000));
  board.run(1);
  EXPECT_EQUAL(board.bench.taken(), "input@7, pulse-high10@7");
  board.run(5);
  EXPECT_EQUAL(board.out(), "");
  board.bench.echo = 5828;
  board.run(1);
  EXPECT_EQUAL(board.out(), "f0 75 07 00 00 00 00 00 16 00 44 01 f7 ");
  EXPECT_EQUAL(board.bench.taken(), "pulse over");
}

CASE("an echo that does not come back in time is 0, and the rest goes on meanwhile") {
  Board board;
  board.send(ping(7, 1, 10, 40000));
  board.run(39);
  board.send({0xF9});
  EXPECT_EQUAL(board.out(), "f9 02 06 ");
  board.run(3);
  EXPECT_EQUAL(board.out(), "f0 75 07 00 00 00 00 00 00 00 00 00 f7 ");
}

CASE("echoes are timed one after the other, four pins at most, each once; a reset forgets them") {
  Board board;
  for (int pin = 4; pin < 9; pin++) board.send(ping(pin, 0, 5, 10000));
  EXPECT_EQUAL(board.out(), told("Ping: too many at once"));
  board.send(ping(4, 0, 5, 10000));
  board.run(1);
  board.bench.echo = 200;
  board.run(1);
  EXPECT_EQUAL(board.out(), "f0 75 04 00 00 00 00 00 00 00 48 01 f7 ");
  board.run(30);
  EXPECT_EQUAL(board.out().substr(0, 9), "f0 75 05 ");
  board.send({0xFF});
  board.run(100);
  EXPECT_EQUAL(board.out(), "");
}

CASE("an echo is not asked for on pins that cannot, nor by half a message; absurd times are cut") {
  Board board;
  board.send(ping(1, 1, 10, 40000));
  board.send(ping(15, 1, 10, 40000));
  board.send({0xF0, 0x75, 7, 1, 0, 0, 0xF7});
  board.run(2);
  EXPECT_EQUAL(board.bench.taken(), "");
  board.send(ping(7, 1, 0xFFFFFFFF, 0xFFFFFFFF));
  board.run(1);
  EXPECT_EQUAL(board.bench.taken(), "input@7, pulse-high1000@7");
  board.run(1002);
  EXPECT_EQUAL(board.out().substr(0, 9), "f0 75 07 ");
}

/** Button on pin 2 with a pull-up, signal on pin 6; milliseconds. */
static std::vector<int> reaction(int least, int most, int limit, int button = 2, int signal = 6) {
  std::vector<int> bytes = {0xF0, 0x0B, button, 0, signal};
  for (int number : {least, most, limit}) {
    bytes.push_back(number & 0x7F);
    bytes.push_back(number >> 7);
  }
  bytes.push_back(0xF7);
  return bytes;
}

/** A board whose button and LED are wired, 4 ms after its start. */
static void wireReaction(Board& board) {
  board.send({0xF4, 2, 11, 0xF4, 6, 3});
  board.run(4);
  board.out();
  board.bench.taken();
}

CASE("a reaction is timed from the signal to the press, and told with its wait") {
  Board board;
  wireReaction(board);
  // 4 ms are 1000 steps of the die: 1000 of 3001 possible waits after the first.
  board.send(reaction(2000, 5000, 1500));
  EXPECT_EQUAL(board.bench.taken(), "low@6, watch-low@2");
  board.run(2999);
  EXPECT_EQUAL(board.bench.taken(), "");
  board.run(1);
  EXPECT_EQUAL(board.bench.taken(), "high@6");
  board.run(200);
  board.bench.press = (4 + 3000) * 1000 + 234567;
  board.run(40);
  EXPECT_EQUAL(board.bench.taken(), "low@6, press over");
  // Pressed; pin 6; 3000 ms = 0x38 + 0x17 × 128; 234567 µs = 5191 + 14 × 16384.
  EXPECT_EQUAL(board.out(), "f0 0b 00 06 38 17 47 28 0e 00 f7 ");
}

CASE("a press before the signal is early, none after it is missed, and both put the signal out") {
  Board board;
  wireReaction(board);
  board.send(reaction(100, 100, 1500));
  board.bench.press = 50000;
  board.run(50);
  EXPECT_EQUAL(board.out(), "f0 0b 01 06 64 00 00 00 00 00 f7 ");
  EXPECT_EQUAL(board.bench.taken(), "low@6, watch-low@2, low@6, press over");
  board.send(reaction(100, 100, 1500));
  board.run(1599);
  EXPECT_EQUAL(board.out(), "");
  board.run(1);
  EXPECT_EQUAL(board.out(), "f0 0b 02 06 64 00 00 00 00 00 f7 ");
  EXPECT_EQUAL(board.bench.taken(), "low@6, watch-low@2, high@6, low@6, press over");
}

CASE("waits differ with the moment one is asked for, and stay between their bounds") {
  std::map<std::string, int> waits;
  for (int moment = 0; moment < 60; moment++) {
    Board board;
    wireReaction(board);
    board.run(7 * moment);
    board.out();
    board.send(reaction(20, 50, 1000));
    board.run(1100);
    const std::string told = board.out();
    const int wait = std::stoi(told.substr(12, 2), nullptr, 16);
    EXPECT(wait >= 20 && wait <= 50);
    waits[told]++;
  }
  EXPECT(waits.size() > 15);
}

CASE("one reaction at a time, on pins that can; a reset or a new mode forgets it") {
  Board board;
  wireReaction(board);
  board.send(reaction(100, 100, 1000));
  board.send(reaction(100, 100, 1000));
  EXPECT_EQUAL(board.out(), told("Reaction: one at a time"));
  board.send({0xF4, 6, 1});
  board.run(2000);
  EXPECT_EQUAL(board.out(), "");
  board.send(reaction(100, 100, 1000, 6, 2));
  EXPECT_EQUAL(board.out(), told("Reaction: an input and an output first"));
  board.send(reaction(100, 100, 1000, 40, 6));
  board.send({0xF0, 0x0B, 2, 0, 6, 0xF7});
  board.send(reaction(100, 100, 1000));
  board.send({0xFF});
  board.run(2000);
  EXPECT_EQUAL(board.out(), "");
}

CASE("a strip keeps its colours until it is shown, green first, and shows when the moment is good") {
  Board board;
  board.send({0xF0, 0x51, 1, 5, 2, 0, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "low@5, output@5");
  // 0x0A141E: red 10, green 20, blue 30; then the second LED 0xFF0080.
  board.send({0xF0, 0x51, 4, 0x1E, 0x28, 0x28, 0x00, 0xF7, 0xF0, 0x51, 3, 1, 0, 0x00, 0x01, 0x7C, 0x07, 0xF7});
  board.run(5);
  EXPECT_EQUAL(board.bench.taken(), "");
  board.bench.stripBusy = true;
  board.send({0xF0, 0x51, 2, 0xF7});
  board.run(5);
  EXPECT_EQUAL(board.bench.taken(), "");
  board.bench.stripBusy = false;
  board.run(5);
  EXPECT_EQUAL(board.bench.taken(), "strip 20 10 30 0 255 128@5");
}

CASE("a strip is not shown while an echo is being timed") {
  Board board;
  board.send({0xF0, 0x51, 1, 5, 1, 0, 0xF7});
  board.send(ping(7, 1, 10, 40000));
  board.run(1);
  board.bench.taken();
  board.send({0xF0, 0x51, 2, 0xF7});
  board.run(10);
  EXPECT_EQUAL(board.bench.taken(), "");
  board.bench.echo = 1;
  board.run(2);
  EXPECT_EQUAL(board.bench.taken(), "pulse over, strip 0 0 0@5");
}

CASE("a strip has sixty LEDs at most, and none beyond its length; its pin can be given to something else") {
  Board board;
  board.send({0xF0, 0x51, 1, 5, 61, 0, 0xF7});
  EXPECT_EQUAL(board.out(), told("Strip: the first 60 LEDs only"));
  board.send({0xF0, 0x51, 1, 5, 1, 0, 0xF7, 0xF0, 0x51, 3, 1, 0, 0x7F, 0x7F, 0x7F, 0x07, 0xF7, 0xF0, 0x51, 2, 0xF7});
  board.run(2);
  EXPECT_EQUAL(board.out(), "");
  EXPECT_EQUAL(board.bench.taken(), "low@5, output@5, low@5, output@5, strip 0 0 0@5");
  board.send({0xF4, 5, 0});
  board.bench.taken();
  board.send({0xF0, 0x51, 2, 0xF7});
  board.run(2);
  EXPECT_EQUAL(board.bench.taken(), "");
}

CASE("a tone is played and silenced; it ends with its pin's mode and with a reset") {
  Board board;
  board.bench.taken();
  board.send({0xF0, 0x5F, 0, 8, 0x38, 0x03, 0x7A, 0x03, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "tone440/506@8");
  board.send({0xF0, 0x5F, 1, 7, 0xF7, 0xF0, 0x5F, 1, 8, 0xF7, 0xF0, 0x5F, 1, 8, 0xF7});
  EXPECT_EQUAL(board.bench.taken(), "silence@8");
  board.send({0xF0, 0x5F, 0, 8, 0x38, 0x03, 0, 0, 0xF7});
  board.bench.taken();
  board.send({0xF4, 8, 0});
  EXPECT_EQUAL(board.bench.taken(), "silence@8, input@8");
  board.send({0xF0, 0x5F, 0, 8, 0x38, 0x03, 0, 0, 0xF7});
  board.bench.taken();
  board.send({0xFF});
  EXPECT(board.bench.taken().find("silence@8") != std::string::npos);
}

CASE("random bytes never crash the board, drive the serial pins or stop the answers") {
  check::Dice dice(42);
  for (int round = 0; round < 200; round++) {
    Board board(static_cast<uint8_t>(dice.roll(2) ? 6 : 8));
    board.bench.devices[0x10] = {1, 2, 3};
    for (int i = 0; i < 1500; i++) {
      const int starts[] = {0xF0, 0xF4, 0xF5, 0xF7, 0xE9, 0x90, 0xC1, 0xD0};
      board.send({dice.roll(4) ? static_cast<int>(dice.roll(128)) : dice.roll(2) ? starts[dice.roll(8)] : static_cast<int>(dice.roll(256))});
      if (dice.roll(20) == 0) board.run(3);
    }
    for (const std::string& call : board.bench.calls) {
      if (call.compare(0, 3, "i2c") == 0 || call == "pulse over") continue;
      const int pin = std::stoi(call.substr(call.find('@') + 1));
      EXPECT(pin >= 2 && pin <= 19);
    }
    board.send({0xFF});
    board.run(50);
    board.out();
    board.send({0xF9});
    EXPECT_EQUAL(board.out(), "f9 02 06 ");
  }
}

int main() { return check::runAll(); }
