/* An Uno in simavr, an independent simulator, with its serial line on a pseudo-terminal.
 *
 *   simavr-board <firmware.hex> [<volts on A0> … <volts on A5>]
 *
 * Prints the path of the pseudo-terminal on the first line, then runs until it is killed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <simavr/avr_adc.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>

static int line = -1;
static int may_send = 1;

/* A byte leaves the board. A host that is not there loses it, as on a wire. */
static void on_board_byte(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)param;
  uint8_t byte = (uint8_t)value;
  if (write(line, &byte, 1) < 0 && errno != EAGAIN && errno != EIO) perror("write");
}

static void on_xon(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq, (void)value, (void)param;
  may_send = 1;
}

static void on_xoff(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq, (void)value, (void)param;
  may_send = 0;
}

static int open_line(void) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) return -1;
  struct termios raw;
  if (tcgetattr(master, &raw) != 0) return -1;
  cfmakeraw(&raw);
  return tcsetattr(master, TCSANOW, &raw) == 0 ? master : -1;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s firmware.hex [volts on A0 ... A5]\n", argv[0]);
    return 2;
  }
  uint32_t size = 0;
  uint32_t start = 0;
  uint8_t *code = read_ihex_file(argv[1], &size, &start);
  avr_t *avr = avr_make_mcu_by_name("atmega328p");
  line = open_line();
  if (code == NULL || avr == NULL || line < 0) {
    fprintf(stderr, "cannot start: %s\n", code == NULL ? "firmware" : avr == NULL ? "mcu" : "pseudo-terminal");
    return 1;
  }
  avr_init(avr);
  avr->frequency = 16000000;
  avr->vcc = avr->avcc = avr->aref = 5000;
  avr_loadcode(avr, code, size, start);
  avr->pc = start;
  avr->codeend = avr->flashend;

  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~AVR_UART_FLAG_STDIO;
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_t *output = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT);
  avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  avr_irq_register_notify(output, on_board_byte, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), on_xon, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), on_xoff, NULL);
  for (int pin = 0; pin < 6 && pin + 2 < argc; pin += 1) {
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0 + pin), (uint32_t)(atof(argv[pin + 2]) * 1000));
  }
  /* A button to ground that nobody presses: its pull-up holds the pin high. */
  avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), 2), 1);

  /* Holding the other end open keeps the terminal raw while no host has it. */
  const char *path = ptsname(line);
  int other_end = open(path, O_RDWR | O_NOCTTY);
  if (other_end < 0) return 1;
  printf("%s\n", path);
  fflush(stdout);
  signal(SIGPIPE, SIG_IGN);

  int turns = 0;
  for (;;) {
    int state = avr_run(avr);
    if (state == cpu_Done || state == cpu_Crashed) {
      fprintf(stderr, "the board stopped (%d)\n", state);
      return 1;
    }
    turns += 1;
    if (turns < 64 || !may_send) continue;
    turns = 0;
    uint8_t byte;
    if (read(line, &byte, 1) == 1) avr_raise_irq(input, byte);
  }
}
