// The bytes of the Firmata protocol, version 2.6: github.com/firmata/protocol (protocol.md and the feature pages).
// Commands have bit 7 set, data bytes have not; wider values are cut into 7-bit groups, least significant first.
#pragma once

#include <stdint.h>

namespace labo {

const uint8_t kProtocolMajor = 2;
const uint8_t kProtocolMinor = 6;

// Message types (protocol.md, "Message Types"); the first four carry a port, pin or channel in their low four bits.
const uint8_t kDigitalMessage = 0x90;
const uint8_t kReportAnalog = 0xC0;
const uint8_t kReportDigital = 0xD0;
const uint8_t kAnalogMessage = 0xE0;
const uint8_t kStartSysex = 0xF0;
const uint8_t kSetPinMode = 0xF4;
const uint8_t kSetDigitalPinValue = 0xF5;
const uint8_t kEndSysex = 0xF7;
const uint8_t kProtocolVersion = 0xF9;
const uint8_t kSystemReset = 0xFF;

// Sysex commands; the first is this firmware's own, in the range left to users, the next three are other people's
// extensions (README.md)
const uint8_t kReaction = 0x0B;
const uint8_t kPixelCommand = 0x51;  // node-pixel, protocol.md
const uint8_t kToneData = 0x5F;      // firmata/protocol, tone-proposal.md
const uint8_t kPingRead = 0x75;      // PingFirmata
const uint8_t kAnalogMappingQuery = 0x69;
const uint8_t kAnalogMappingResponse = 0x6A;
const uint8_t kCapabilityQuery = 0x6B;
const uint8_t kCapabilityResponse = 0x6C;
const uint8_t kPinStateQuery = 0x6D;
const uint8_t kPinStateResponse = 0x6E;
const uint8_t kExtendedAnalog = 0x6F;
const uint8_t kServoConfig = 0x70;
const uint8_t kStringData = 0x71;
const uint8_t kI2cRequest = 0x76;
const uint8_t kI2cReply = 0x77;
const uint8_t kI2cConfig = 0x78;
const uint8_t kReportFirmware = 0x79;
const uint8_t kSamplingInterval = 0x7A;

// Pin modes
const uint8_t kModeInput = 0x00;
const uint8_t kModeOutput = 0x01;
const uint8_t kModeAnalog = 0x02;
const uint8_t kModePwm = 0x03;
const uint8_t kModeServo = 0x04;
const uint8_t kModeI2c = 0x06;
const uint8_t kModePullup = 0x0B;
/** Announced where PING_READ works: firmata-io asks for it. */
const uint8_t kModePing = kPingRead;
/** Not a mode: the pin is not for Firmata's use (the serial line), or the query's answer has no more of them. */
const uint8_t kModeNone = 0x7F;

// Resolutions told in the capability response, bits
const uint8_t kResolutionDigital = 1;
const uint8_t kResolutionAnalog = 10;
const uint8_t kResolutionPwm = 8;
const uint8_t kResolutionServo = 14;
const uint8_t kResolutionI2c = 1;
const uint8_t kResolutionPing = 1;

// I2C request (i2c.md): bits of the second byte
const uint8_t kI2cModeMask = 0x18;
const uint8_t kI2cWrite = 0x00;
const uint8_t kI2cReadOnce = 0x08;
const uint8_t kI2cReadContinuously = 0x10;
const uint8_t kI2cStopReading = 0x18;
const uint8_t kI2cTenBitAddress = 0x20;
const uint8_t kI2cRestart = 0x40;

// Verbs of a strip and of a tone
const uint8_t kPixelConfig = 0x01;
const uint8_t kPixelShow = 0x02;
const uint8_t kPixelSet = 0x03;
const uint8_t kPixelFill = 0x04;
const uint8_t kTonePlay = 0x00;
const uint8_t kToneSilence = 0x01;

const uint8_t kSamplingDefaultMs = 19;

}  // namespace labo
