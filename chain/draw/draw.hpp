// How an assessment is shown: as text, tree, proof in prose, JSON, SVG, HTML, and Graphviz.
#pragma once

#include <string>

#include "chain/engine/assess.hpp"
#include "chain/engine/graph.hpp"

namespace vouch::chain {

/// The verdict in a few words: `www.example. A is bogus`.
std::string verdict_sentence(const Assessment& assessment);
/// Why it is no better: `example. DNSKEY: the signature has expired ...`; empty where it is secure.
std::string cause_sentence(const Assessment& assessment);

/// For a terminal: verdict, cause, chain, findings, what to do. `color`: with the terminal's
/// colours.
std::string draw_text(const Assessment& assessment, const ChainGraph& graph, bool color);

/// The chain as a tree of keys and signatures, from the answer up.
std::string draw_tree(const Assessment& assessment, const ChainGraph& graph);

/// The proof in order, from the trust anchor down, a sentence a step.
std::string draw_prose(const Assessment& assessment);

std::string draw_json(const Assessment& assessment, const ChainGraph& graph);

/// A picture that carries its own colours for light and dark. `narrow`: for a screen of a
/// telephone.
std::string draw_svg(const Assessment& assessment, const ChainGraph& graph, bool narrow = false);

/// One file with everything in it, for a browser; nothing is loaded from elsewhere.
std::string draw_html(const Assessment& assessment, const ChainGraph& graph,
                      const Recording& recording);

/// For Graphviz.
std::string draw_dot(const Assessment& assessment, const ChainGraph& graph);

}  // namespace vouch::chain
