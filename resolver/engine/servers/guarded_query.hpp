// GuardedQuery: a query with what makes a forged reply unlikely to fit: a name in random letter
// case, which the reply must repeat, and a cookie (RFC 7873, RFC 9018); and how to ask a server
// that does not bear them. A step machine.
//
// Nothing that comes by UDP teaches to leave them out, unless it comes again and again: a reply
// that does not fit is dropped, and TCP tells, which nobody can guess at from outside.
#pragma once

#include <functional>
#include <optional>

#include "resolver/engine/servers/bearing.hpp"
#include "vouch/message/edns.hpp"
#include "vouch/message/header.hpp"

namespace vouch::resolver {

class GuardedQuery {
 public:
  /// What may be used for the query. Without EDNS there is no cookie.
  struct Options {
    bool with_case = true;
    bool with_cookie = true;
    bool over_tcp = false;
  };
  /// One message to send.
  struct Try {
    Question question;  ///< in the letters to send
    std::optional<EdnsOption> cookie = {};
    bool over_tcp = false;
  };

  GuardedQuery(Question question, Options options, const Bearing& bearing,
               const std::function<std::uint32_t()>& random, std::uint64_t now_ms);

  /// What to send now.
  const Try& current() const { return current_; }

  /// Whether a reply whose ID and question fit is to be taken. By TCP it always is.
  bool fits(OctetView reply, bool by_tcp);

  /// A reply that was taken: true where current() is to be sent now and the reply is of no use.
  bool on_reply(OctetView reply, bool by_tcp, Bearing& bearing, std::uint64_t now_ms);

  /// None has come in time. Once for each message at most.
  void on_late(Bearing& bearing, std::uint64_t now_ms);

  /// None came. An earlier reply that serves is in reply().
  void on_failure(bool is_timeout, Bearing& bearing, std::uint64_t now_ms);
  const Octets& reply() const { return kept_; }

  /// Gives the name in the reply's question back its letters, and with it every name that is
  /// compressed to it.
  static void restore_letters(Octets& reply, const Question& question);

 private:
  struct Seen {
    bool same_letters = true;
    bool has_cookie = false;    ///< a right one, with a server's part
    bool wrong_cookie = false;  ///< one that we did not send
    OctetView server_cookie = {};
    Rcode rcode = Rcode::NOERROR;
  };

  Seen look_at(OctetView reply) const;
  bool is_guarded() const { return with_case_ || with_cookie_; }
  void learn_case(const Seen& seen, bool by_tcp, Bearing& bearing, std::uint64_t now_ms) const;
  void learn_cookie(const Seen& seen, bool by_tcp, Bearing& bearing, std::uint64_t now_ms) const;
  void learn_answer(Bearing& bearing, std::uint64_t now_ms) const;
  void count_misses(Bearing& bearing, std::uint64_t now_ms);
  bool try_again(const Seen& seen, OctetView reply, Bearing& bearing, std::uint64_t now_ms);
  void set_cookie(const Bearing& bearing);

  Question question_;
  Try current_;
  bool with_case_;
  bool with_cookie_;
  bool expects_cookie_;    ///< the server has sent one before
  bool is_trial_;          ///< without anything, since all else was lost
  bool is_plain_ = false;  ///< by TCP and without anything, since the server refused
  bool is_late_ = false;
  bool has_counted_misses_ = false;
  bool missed_case_ = false;
  bool missed_cookie_ = false;
  std::array<std::uint8_t, 8> client_cookie_;
  unsigned bad_cookies_ = 0;
  Octets kept_;
};

}  // namespace vouch::resolver
