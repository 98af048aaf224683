//! A half-built tree: stack, next word, and the arcs so far.

/// What the parser can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// The next word goes on the stack.
    Shift,
    /// The next word is the head of the stack's top, which leaves.
    Left,
    /// The word below the stack's top is its head; the top leaves.
    Right,
}

impl Action {
    /// All three.
    pub const ALL: [Action; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// No word.
pub const NONE: u16 = u16::MAX;

/// What is known of a word's children so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kids {
    /// Leftmost and second leftmost, then rightmost and second rightmost.
    pub left: [u16; 2],
    /// Rightmost and second rightmost.
    pub right: [u16; 2],
    /// How many on the left.
    pub lefts: u8,
    /// How many on the right.
    pub rights: u8,
}

const CHILDLESS: Kids = Kids { left: [NONE; 2], right: [NONE; 2], lefts: 0, rights: 0 };

/// A candidate. The root stands as an extra word behind the last one, as in Ballesteros and
/// Nivre (2013), so that it is a head like any other.
#[derive(Debug, Default)]
pub struct State {
    /// Words on the stack.
    pub stack: Vec<u16>,
    /// The next word; `count` is the root.
    pub next: u16,
    count: u16,
    heads: Vec<u16>,
    kids: Vec<Kids>,
    /// Sum of the scores of its actions.
    pub score: i32,
}

impl Clone for State {
    fn clone(&self) -> Self {
        let mut state = Self::default();
        state.clone_from(self);
        state
    }

    /// Keeps the memory it has: a beam copies states at every step.
    fn clone_from(&mut self, other: &Self) {
        self.stack.clone_from(&other.stack);
        self.heads.clone_from(&other.heads);
        self.kids.clone_from(&other.kids);
        self.next = other.next;
        self.count = other.count;
        self.score = other.score;
    }
}

impl State {
    /// The beginning of a sentence of `count` words.
    #[must_use]
    pub fn start(count: usize) -> Self {
        let count = u16::try_from(count).unwrap_or(NONE - 1);
        let words = usize::from(count);
        Self {
            stack: Vec::with_capacity(16),
            next: 0,
            count,
            heads: vec![NONE; words],
            kids: vec![CHILDLESS; words + 1],
            score: 0,
        }
    }

    /// Nothing is left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.next == self.count && self.stack.is_empty()
    }

    /// Whether the action is possible.
    #[must_use]
    pub fn can(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.next < self.count,
            // Only one word may hang from the root, so the others must find a head before.
            Action::Left => {
                !self.stack.is_empty() && (self.next < self.count || self.stack.len() == 1)
            }
            Action::Right => self.stack.len() > 1,
        }
    }

    /// How many actions are possible.
    #[must_use]
    pub fn choices(&self) -> usize {
        Action::ALL.into_iter().filter(|&a| self.can(a)).count()
    }

    /// The state that comes of the action.
    #[must_use]
    pub fn after(&self, action: Action, score: i32) -> Self {
        let mut state = self.clone();
        state.apply(action);
        state.score = score;
        state
    }

    /// Does the action.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left => {
                if let Some(word) = self.stack.pop() {
                    self.heads[usize::from(word)] = self.next;
                    let kids = &mut self.kids[usize::from(self.next)];
                    kids.left = [word, kids.left[0]];
                    kids.lefts = kids.lefts.saturating_add(1);
                }
            }
            Action::Right => {
                if let (Some(word), Some(&head)) = (self.stack.pop(), self.stack.last()) {
                    self.heads[usize::from(word)] = head;
                    let kids = &mut self.kids[usize::from(head)];
                    kids.right = [word, kids.right[0]];
                    kids.rights = kids.rights.saturating_add(1);
                }
            }
        }
    }

    /// The children of a word so far; the root has index `count`.
    #[must_use]
    pub fn kids(&self, word: u16) -> Kids {
        self.kids.get(usize::from(word)).copied().unwrap_or(CHILDLESS)
    }

    /// The stack's three top words, the topmost first.
    #[must_use]
    pub fn top(&self) -> [u16; 3] {
        let below = |n: usize| self.stack.len().checked_sub(n + 1).and_then(|i| self.stack.get(i));
        [0, 1, 2].map(|n| below(n).copied().unwrap_or(NONE))
    }

    /// All that features are made of: states that look alike score alike.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        let ([s0, s1, _], next) = (self.top(), self.next);
        next == other.next
            && self.top() == other.top()
            && self.stack.len() == other.stack.len()
            && [s0, s1, next].into_iter().all(|word| self.kids(word) == other.kids(word))
    }

    /// The heads found; `count` stands for the root.
    #[must_use]
    pub fn heads(&self) -> Vec<usize> {
        let root = |h: &u16| usize::from(*h).min(self.heads.len());
        self.heads.iter().map(root).collect()
    }
}
