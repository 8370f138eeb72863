// PathView: which servers answered, which did not and how, and what of that is trouble between here
// and the servers, which is never a fault of a zone: no IPv6 here, one dead address, something that
// answers in place of the servers, something that takes DNSSEC records out.
//
// Made from a recording alone, so that it is the same live and later.
#pragma once

#include <map>
#include <set>
#include <tuple>

#include "chain/engine/finding.hpp"
#include "chain/engine/recording.hpp"

namespace vouch::chain {

/// How one server of a zone fared.
struct ServerView {
  Name zone;
  std::string server;  ///< as in Exchange::server
  std::string name;    ///< text_of_server
  std::size_t asked = 0;
  std::size_t answered = 0;  ///< usably
  std::map<FetchFailure, std::size_t> failures = {};
  std::size_t lame = 0;          ///< answers of one who does not have the zone
  std::size_t from_cache = 0;    ///< with data, but without AA
  std::size_t recursive = 0;     ///< with RA, though no resolver was asked
  Rcode rcode = Rcode::NOERROR;  ///< the last that is no answer
  Question failed = {};          ///< the last question that it did not answer

  bool is_dead() const { return answered == 0; }
  /// The failure that it has most.
  FetchFailure main_failure() const;
};

class PathView {
 public:
  explicit PathView(const Recording& recording);

  const std::vector<ServerView>& servers() const { return servers_; }
  std::vector<const ServerView*> servers_of(const Name& zone) const;

  /// Nobody at all answered.
  bool is_cut_off() const;
  /// Something on the way answers in place of the root's servers.
  bool is_intercepted() const;
  /// Records came, and no signature with any: they are taken out on the way, or by the resolver.
  bool is_stripped() const { return records_ > 1 && signatures_ == 0; }
  /// A resolver was asked, so that nothing is known of authoritative servers.
  bool is_by_resolver() const { return by_resolver_; }

  /// What concerns the path as a whole; the findings of zones rest on what can't be relied on
  /// then.
  std::optional<Finding> main_finding() const;
  /// Servers that do not answer, or not as they should, of zones where others do.
  std::vector<Finding> findings() const;
  /// Why a zone could not be asked: with its servers, and what to do.
  Finding unreachable(const Name& zone, Finding finding) const;

 private:
  void note(const Exchange& exchange);
  void note_answer(ServerView& server, const Exchange& exchange);
  ServerView& server_of(const Exchange& exchange);
  bool is_family_dead(bool v6) const;
  void add_family(std::vector<Finding>& findings, bool v6) const;
  Finding finding_of_server(const ServerView& server) const;
  Finding partly_dead(const std::string& all, Finding finding) const;

  std::vector<ServerView> servers_;
  std::set<std::tuple<std::string, Name, RRType>> answered_;  ///< server and question
  std::size_t records_ = 0;
  std::size_t signatures_ = 0;
  bool by_resolver_ = false;
};

/// Whether the reply of an authoritative server shows that it does not have the zone: no answer,
/// not authoritative, and no referral to below it.
bool is_lame(const Message& message, const Question& question, const Name& zone);

/// A referral says where to ask, not what the answer is.
bool is_referral(const Message& message, const Question& question, const Name& zone);

}  // namespace vouch::chain
