//! The trained weights that tags, trees and names share. Not built yet.
