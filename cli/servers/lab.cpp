// vouch lab: a small Internet of good and broken zones on loopback.
#include "lab/lab.hpp"

#include <fmt/format.h>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "lab";

Shade shade_of(lab::Ink ink) {
  switch (ink) {
    case lab::Ink::plain: return Shade::plain;
    case lab::Ink::strong: return Shade::strong;
    case lab::Ink::good: return Shade::good;
    case lab::Ink::bad: return Shade::bad;
    case lab::Ink::faint: return Shade::faint;
  }
  return Shade::plain;
}

}  // namespace

int run_lab(std::span<const std::string> arguments) {
  lab::LabOptions given;
  ColorChoice color = ColorChoice::automatic;
  unsigned port = 0;
  bool list = false;
  Options options(self,
                  "Starts a small Internet on loopback addresses of this machine: a root, "
                  "top-level domains, good zones of every kind and one broken in each way, with a "
                  "resolver. Needs no privileges and no network.");
  options.value("--dir", given.directory, "DIR", "where its files go (a new temporary folder)");
  options.number("--port", port, "the port of every server (a free one)");
  options.flag("--once", given.once, "walk through DNSSEC, command by command, and end");
  options.flag("--list", list, "print the zones with what they show, for scripts, and end");
  options.exclusive({"--once", "--list"});
  options.color(color);
  if (const auto stop = options.parse(arguments)) return *stop;
  constexpr unsigned most = 65535;
  if (port > most) return report(self, "--port takes a number up to 65535");
  if (list) return print_text(lab::zone_list());
  given.port = static_cast<std::uint16_t>(port);
  const bool wants = wants_color(color);
  const auto print = [wants](std::string_view text, lab::Ink ink) {
    fmt::print("{}", shaded(text, shade_of(ink), wants));
    std::fflush(stdout);
  };
  const auto ended = lab::run_lab(given, print);
  return ended.ok() ? *ended : report(self, ended.error());
}

}  // namespace vouch::cli
