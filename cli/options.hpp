// Options: the command line of one subcommand, and the groups of options that several share.
//
// Errors go to standard error as one line, `vouch SUB: what is wrong`, with exit code 1; --help
// prints and exits with 0. The query tools have grammars of their own and do not use this.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/error_limit.hpp"
#include "cli/terminal.hpp"
#include "vouch/base/error.hpp"
#include "vouch/base/timestamp.hpp"
#include "vouch/crypto/public_key.hpp"

namespace vouch::cli {

/// The moment at which the command runs, in whole seconds.
Timestamp current_time();

/// Prints `vouch SUB: MESSAGE` on standard error. Returns 1, the exit code.
int report(std::string_view subcommand, const Error& error);
int report(std::string_view subcommand, std::string_view message);

class Options {
 public:
  /// `subcommand` as in the table; `description` is the first paragraph of its help.
  Options(std::string_view subcommand, std::string_view description);
  ~Options();

  // Names are as in "-K,--directory". What the options write to must outlive parse().
  void flag(std::string_view names, bool& to, std::string_view help);
  void value(std::string_view names, std::string& to, std::string_view placeholder,
             std::string_view help);
  void value(std::string_view names, std::optional<std::string>& to, std::string_view placeholder,
             std::string_view help);
  void number(std::string_view names, unsigned& to, std::string_view help);
  /// May be given more than once, each time with one value.
  void values(std::string_view names, std::vector<std::string>& to, std::string_view placeholder,
              std::string_view help);
  /// One of a few words.
  void choice(std::string_view names, std::string& to, const std::vector<std::string>& words,
              std::string_view help);
  /// A time in the forms of Timestamp::parse, relative to now.
  void time(std::string_view names, std::optional<Timestamp>& to, std::string_view help);

  void argument(std::string_view name, std::string& to, std::string_view help);
  void optional_argument(std::string_view name, std::string& to, std::string_view help);
  /// All arguments that are left, at least `least`.
  void arguments(std::string_view name, std::vector<std::string>& to, std::size_t least,
                 std::string_view help);

  /// Options of which at most one may be given, by their long names: {"--ksk", "--csk"}.
  void exclusive(std::initializer_list<std::string_view> names);

  // Groups of several subcommands.
  void json(bool& to);                    ///< --json
  void color(ColorChoice& to);            ///< --color=auto|always|never
  void max_errors(ErrorLimit& to);        ///< --max-errors N
  void crypto(std::string& to);           ///< --crypto FORM, a word for crypto_form()
  void at(std::optional<Timestamp>& to);  ///< --at TIME
  void signature_span(std::optional<Timestamp>& inception, std::optional<Timestamp>& expiration);

  /// Text below the options in the help: exit codes, examples.
  void footer(std::string_view text);

  /// Reads the command line. Gives an exit code where the subcommand is to stop: 0 after --help, 1
  /// after an error, which was printed.
  std::optional<int> parse(std::span<const std::string> arguments);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What the word after --crypto stands for.
CryptoForm crypto_form(std::string_view word);

}  // namespace vouch::cli
