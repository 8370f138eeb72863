#include "cli/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>

namespace vouch::cli {
namespace {

std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return printable(text);
}

constexpr std::size_t help_width = 80;
constexpr std::size_t names_width = 34;  // the column in which what an option does begins

// Breaks lines at blanks.
std::string wrapped(std::string_view text, std::size_t width = help_width) {
  std::string lines;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (column > 0) lines += column + end >= width ? '\n' : ' ';
    column = column > 0 && column + end < width ? column + 1 + end : end;
    lines += text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Options as names and placeholder, without CLI11's remarks on how they are combined.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string placeholder = option->get_type_name();
    return placeholder.empty() ? "" : " " + placeholder;
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    return wrapped(option->get_description(), help_width - names_width);
  }
  std::string make_usage(const CLI::App* app, std::string name) const override {
    std::string usage = "\nUsage: " + name + " [OPTION]...";
    for (const CLI::Option* option : app->get_options()) {
      if (!option->get_positional()) continue;
      const bool many = option->get_expected_max() > 1;
      const std::string word = option->get_name(true) + (many ? "..." : "");
      usage += option->get_required() ? " " + word : " [" + word + "]";
    }
    return usage + "\n";
  }
};

bool to_number(const std::string& text, unsigned& to) {
  const char* end = text.data() + text.size();
  const auto [at, problem] = std::from_chars(text.data(), end, to);
  return problem == std::errc() && at == end;
}

unsigned number_of(const std::string& text) {
  unsigned number = 0;
  if (to_number(text, number)) return number;
  throw CLI::ValidationError("'" + text + "' is no number");
}

}  // namespace

struct Options::State {
  std::string subcommand;
  Timestamp now;
  CLI::App app;

  CLI::Option* add(std::string_view names, CLI::callback_t callback, std::string_view placeholder,
                   std::string_view help) {
    CLI::Option* option =
        app.add_option(std::string(names), std::move(callback), std::string(help));
    option->type_name(std::string(placeholder))->allow_extra_args(false)->type_size(1);
    return option;
  }
};

Timestamp current_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(now).count()};
}

int report(std::string_view subcommand, const Error& error) {
  return report(subcommand, error.message());
}

int report(std::string_view subcommand, std::string_view message) {
  fmt::print(stderr, "vouch {}: {}\n", subcommand, one_line(std::string(message)));
  return 1;
}

Options::Options(std::string_view subcommand, std::string_view description)
    : state_(new State{std::string(subcommand), current_time(), CLI::App(wrapped(description))}) {
  CLI::App& app = state_->app;
  app.name("vouch " + state_->subcommand);
  app.set_help_flag("-h,--help", "print this help and exit");
  app.formatter(std::make_shared<HelpFormatter>());
  app.get_formatter()->column_width(names_width);
  app.get_formatter()->label("Positionals", "Arguments");
}

Options::~Options() = default;

void Options::flag(std::string_view names, bool& to, std::string_view help) {
  state_->app.add_flag(std::string(names), to, std::string(help));
}

void Options::value(std::string_view names, std::string& to, std::string_view placeholder,
                    std::string_view help) {
  state_->add(
      names, [&to](const CLI::results_t& given) { return to = given.at(0), true; }, placeholder,
      help);
}

void Options::value(std::string_view names, std::optional<std::string>& to,
                    std::string_view placeholder, std::string_view help) {
  state_->add(
      names, [&to](const CLI::results_t& given) { return to = given.at(0), true; }, placeholder,
      help);
}

void Options::number(std::string_view names, unsigned& to, std::string_view help) {
  state_->add(
      names, [&to](const CLI::results_t& given) { return to = number_of(given.at(0)), true; }, "N",
      help);
}

void Options::values(std::string_view names, std::vector<std::string>& to,
                     std::string_view placeholder, std::string_view help) {
  state_->app.add_option(std::string(names), to, std::string(help))
      ->type_name(std::string(placeholder))
      ->allow_extra_args(false);
}

void Options::choice(std::string_view names, std::string& to, const std::vector<std::string>& words,
                     std::string_view help) {
  const std::string allowed = fmt::format("{}", fmt::join(words, "|"));
  state_->add(
      names,
      [&to, words, allowed](const CLI::results_t& given) {
        if (std::find(words.begin(), words.end(), given.at(0)) == words.end())
          throw CLI::ValidationError("'" + given.at(0) + "' is not one of " + allowed);
        to = given.at(0);
        return true;
      },
      allowed, help);
}

void Options::time(std::string_view names, std::optional<Timestamp>& to, std::string_view help) {
  const Timestamp now = state_->now;
  state_->add(
      names,
      [&to, now](const CLI::results_t& given) {
        const auto parsed = Timestamp::parse(given.at(0), now);
        if (!parsed.ok()) throw CLI::ValidationError(parsed.error().message());
        to = *parsed;
        return true;
      },
      "TIME", help);
}

void Options::argument(std::string_view name, std::string& to, std::string_view help) {
  state_->app.add_option(std::string(name), to, std::string(help))->required()->type_name("");
}

void Options::optional_argument(std::string_view name, std::string& to, std::string_view help) {
  state_->app.add_option(std::string(name), to, std::string(help))->type_name("");
}

void Options::arguments(std::string_view name, std::vector<std::string>& to, std::size_t least,
                        std::string_view help) {
  CLI::Option* option =
      state_->app.add_option(std::string(name), to, std::string(help))->type_name("");
  if (least > 0)
    option->required()->expected(static_cast<int>(least), CLI::detail::expected_max_vector_size);
}

void Options::exclusive(std::initializer_list<std::string_view> names) {
  for (const std::string_view left : names) {
    for (const std::string_view right : names) {
      if (left < right) state_->app.get_option(std::string(left))->excludes(std::string(right));
    }
  }
}

void Options::json(bool& to) { flag("--json", to, "print JSON"); }

void Options::color(ColorChoice& to) {
  state_->add(
      "--color",
      [&to](const CLI::results_t& given) {
        const std::string& word = given.at(0);
        if (word != "auto" && word != "always" && word != "never")
          throw CLI::ValidationError("'" + word + "' is not auto, always or never");
        to = word == "auto"     ? ColorChoice::automatic
             : word == "always" ? ColorChoice::always
                                : ColorChoice::never;
        return true;
      },
      "WHEN", "colour: auto (on a terminal, unless NO_COLOR is set), always or never");
}

void Options::crypto(std::string& to) {
  choice("--crypto", to, {"best", "adx", "portable", "openssl"},
         "code for many signatures of ECDSA P-256: our own by the best instructions of the "
         "processor, without vectors, by those that all have, or OpenSSL's (best)");
}

CryptoForm crypto_form(std::string_view word) {
  if (word == "adx") return CryptoForm::adx;
  if (word == "portable") return CryptoForm::portable;
  return word == "openssl" ? CryptoForm::openssl : CryptoForm::best;
}

void Options::max_errors(ErrorLimit& to) {
  state_->add(
      "--max-errors",
      [&to](const CLI::results_t& given) { return to.given = number_of(given.at(0)), true; }, "N",
      "stop after so many errors, 0 for all (20)");
}

void Options::at(std::optional<Timestamp>& to) {
  time("--at", to, "check signatures at this time (now)");
}

void Options::signature_span(std::optional<Timestamp>& inception,
                             std::optional<Timestamp>& expiration) {
  time("--inception", inception, "signatures hold from this time on");
  time("--expiration", expiration, "signatures hold until this time");
}

void Options::footer(std::string_view text) { state_->app.footer(std::string(text)); }

std::optional<int> Options::parse(std::span<const std::string> arguments) {
  // CLI11 takes the arguments from the back.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    state_->app.parse(std::move(reversed));
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    return print_text(state_->app.help());
  } catch (const CLI::ParseError& error) {
    return report(state_->subcommand, fmt::format("{}; `vouch {} --help` says more",
                                                  one_line(error.what()), state_->subcommand));
  }
}

}  // namespace vouch::cli
