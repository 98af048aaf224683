//! Many small growing lists in one block of memory.
//!
//! A list is a handle to a start, a length and a room. Room grows by powers of two, and room that
//! was outgrown is used again by the next list of that size; so a million short lists cost twelve
//! bytes each beside what they hold, lie close together, and change in place.
//!
//! A list may have a front: items of one kind that stand before all others.

use crate::Error;
use crate::snapshot::{In, Out, Word, sound};
use std::hint::black_box;

/// Cache lines of a list that are fetched ahead; of longer ones the processor itself sees that
/// they are read in order.
const TOUCHED_LINES: usize = 4;

/// Bits of a head that tell the room; the rest tells the front.
const CLASS_BITS: u32 = 5;

/// The longest front.
pub(crate) const FRONT_MAX: usize = (1 << (32 - CLASS_BITS)) - 1;

/// Lists of `T`, told by number.
#[derive(Debug, Clone)]
pub(crate) struct Slices<T> {
    data: Vec<T>,
    heads: Vec<Head>,
    /// Starts of unused room of 2^i items.
    room: [Vec<u32>; 32],
    /// Numbers of lists that were let go.
    unused: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Head {
    start: u32,
    len: u32,
    /// The length of the front above, below the power of two up to which there surely is room.
    marks: u32,
}

impl Head {
    fn front(self) -> usize {
        (self.marks >> CLASS_BITS) as usize
    }

    fn with_front(self, front: usize) -> Self {
        let class = self.marks & ((1 << CLASS_BITS) - 1);
        Self { marks: narrow(front.min(FRONT_MAX)) << CLASS_BITS | class, ..self }
    }

    fn class(self) -> u32 {
        self.marks & ((1 << CLASS_BITS) - 1)
    }

    fn items(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

impl<T: Copy + Default> Default for Slices<T> {
    fn default() -> Self {
        Self {
            data: Vec::new(),
            heads: Vec::new(),
            room: std::array::from_fn(|_| Vec::new()),
            unused: Vec::new(),
        }
    }
}

impl<T: Copy + Default> Slices<T> {
    /// A new empty list.
    pub fn add(&mut self) -> u32 {
        if let Some(list) = self.unused.pop() {
            return list;
        }
        self.heads.push(Head::default());
        narrow(self.heads.len() - 1)
    }

    /// Lists with the numbers up to `list`, empty where they are new.
    pub fn reach(&mut self, list: u32) {
        if self.heads.len() <= list as usize {
            self.heads.resize(list as usize + 1, Head::default());
        }
    }

    /// Empties a list and lets its number be used again.
    pub fn release(&mut self, list: u32) {
        let head = std::mem::take(&mut self.heads[list as usize]);
        self.free(head, head.len as usize);
        self.unused.push(list);
    }

    /// What a list holds; nothing when there is no such list.
    #[inline]
    pub fn get(&self, list: u32) -> &[T] {
        match self.heads.get(list as usize) {
            Some(head) => &self.data[head.items()],
            None => &[],
        }
    }

    /// The front of a list, and the rest.
    #[inline]
    pub fn parts(&self, list: u32) -> (&[T], &[T]) {
        match self.heads.get(list as usize) {
            Some(head) => self.data[head.items()].split_at(head.front()),
            None => (&[], &[]),
        }
    }

    /// How many lists there are, those that were let go among them.
    pub fn count(&self) -> usize {
        self.heads.len()
    }

    /// Where a list lies: for nothing but to have its head fetched.
    #[inline]
    pub fn start(&self, list: u32) -> u32 {
        self.heads.get(list as usize).map_or(0, |head| head.start)
    }

    /// Has the memory fetch the beginning of a list, a read for each of its cache lines.
    #[inline]
    pub fn touch(&self, list: u32) {
        let items = self.get(list);
        let line = 64 / size_of::<T>();
        items.iter().step_by(line).take(TOUCHED_LINES).for_each(|item| {
            black_box(*item);
        });
    }

    /// The same, to change.
    pub fn get_mut(&mut self, list: u32) -> &mut [T] {
        match self.heads.get(list as usize) {
            Some(head) => &mut self.data[head.items()],
            None => &mut [],
        }
    }

    /// How much a list holds.
    pub fn len(&self, list: u32) -> usize {
        self.heads.get(list as usize).map_or(0, |h| h.len as usize)
    }

    /// How long a list's front is.
    pub fn front(&self, list: u32) -> usize {
        self.heads.get(list as usize).map_or(0, |h| h.front())
    }

    /// Puts items at a list's end.
    pub fn extend(&mut self, list: u32, items: &[T]) {
        let head = self.heads[list as usize];
        let len = head.len as usize + items.len();
        let head =
            if len > 1 << head.class() || head.len == 0 { self.moved(head, len) } else { head };
        let end = head.items().end;
        self.data[end..end + items.len()].copy_from_slice(items);
        self.heads[list as usize] = Head { len: narrow(len), ..head };
    }

    /// Puts items at the end of a list's front.
    pub fn extend_front(&mut self, list: u32, items: &[T]) {
        self.extend(list, items);
        let front = self.front(list);
        self.get_mut(list)[front..].rotate_right(items.len());
        let head = &mut self.heads[list as usize];
        *head = head.with_front(front + items.len());
    }

    /// Takes items out of a list, keeping the order of the rest.
    pub fn cut(&mut self, list: u32, range: std::ops::Range<usize>) {
        let gone = range.len();
        let items = self.get_mut(list);
        items.copy_within(range.end.., range.start);
        let head = &mut self.heads[list as usize];
        head.len -= narrow(gone);
        if range.start < head.front() {
            *head = head.with_front(head.front() - gone);
        }
        if head.len == 0 {
            let head = std::mem::take(head);
            self.free(head, gone);
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let room: usize = self.room.iter().map(Vec::capacity).sum();
        self.data.capacity() * size_of::<T>()
            + self.heads.capacity() * size_of::<Head>()
            + (room + self.unused.capacity()) * size_of::<u32>()
    }

    /// The same lists without any unused room, in the order of their numbers.
    pub fn packed(&self) -> Self {
        let mut data = Vec::with_capacity(self.heads.iter().map(|h| h.len as usize).sum());
        let mut heads = Vec::with_capacity(self.heads.len());
        for list in 0..self.heads.len() {
            let items = self.get(narrow(list));
            heads.push(packed_head(data.len(), items.len(), self.heads[list].front()));
            data.extend_from_slice(items);
        }
        Self { data, heads, room: std::array::from_fn(|_| Vec::new()), unused: self.unused.clone() }
    }

    /// The lists as arrays, packed.
    pub fn write(&self, out: &mut Out)
    where
        T: Word,
    {
        let lists = || (0..self.heads.len()).map(|list| self.get(narrow(list)));
        out.each(lists().map(|items| narrow(items.len())));
        out.each(self.heads.iter().map(|head| narrow(head.front())));
        out.each(lists().flatten().copied());
        out.each(self.unused.iter().copied());
    }

    /// The lists of such arrays.
    pub fn read(input: &mut In<'_>) -> Result<Self, Error>
    where
        T: Word,
    {
        let (lengths, fronts, data) = (input.u32s()?, input.u32s()?, input.words::<T>()?);
        let unused = input.u32s()?;
        sound(lengths.len() == fronts.len())?;
        let mut heads = Vec::with_capacity(lengths.len());
        let mut start = 0;
        for (len, front) in lengths.into_iter().zip(fronts) {
            sound(front <= len && front as usize <= FRONT_MAX)?;
            heads.push(packed_head(start, len as usize, front as usize));
            start += len as usize;
        }
        sound(start == data.len() && u32::try_from(start).is_ok())?;
        sound(unused.iter().all(|list| heads.get(*list as usize).is_some_and(|h| h.len == 0)))?;
        Ok(Self { data, heads, unused, ..Self::default() })
    }

    fn moved(&mut self, head: Head, len: usize) -> Head {
        let class = len.next_power_of_two().trailing_zeros();
        let start = self.room[class as usize].pop().unwrap_or_else(|| {
            let start = self.data.len();
            self.data.resize(start + (1 << class), T::default());
            narrow(start)
        });
        self.data.copy_within(head.items(), start as usize);
        self.free(head, head.len as usize);
        Head { start, len: head.len, marks: class }.with_front(head.front())
    }

    /// Lets go of the room of a list that held items.
    fn free(&mut self, head: Head, held: usize) {
        if held > 0 {
            self.room[head.class() as usize].push(head.start);
        }
    }
}

/// The head of a list that lies close: its room is not known to be more than the power of two
/// below its length.
fn packed_head(start: usize, len: usize, front: usize) -> Head {
    let marks = len.checked_ilog2().unwrap_or_default();
    Head { start: narrow(start), len: narrow(len), marks }.with_front(front)
}

/// Lists hold less than 2^32 items in all: 16 GiB of postings.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
