//! The door to the network: so many connections, and none that hangs.
//!
//! Whoever asks is answered within seconds, and a stream says something every few: a connection to
//! which nothing could be written for a while is one that sends its request a letter at a time, does
//! not read, or sleeps. It is closed, and its place given to the next.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::limits;

/// A listener that counts its connections.
pub(crate) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    quiet: Duration,
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Door {
    pub fn new(listener: TcpListener) -> Self {
        let quiet = Duration::from_secs(limits::QUIET_S);
        Self { listener, places: Arc::new(Semaphore::new(limits::CONNECTIONS_MAX)), quiet }
    }
}

impl Listener for Door {
    type Io = Guarded;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guarded, SocketAddr) {
        // The semaphore is never closed; without a place new ones wait in the kernel.
        let place = self.places.clone().acquire_owned().await.ok();
        let (stream, from) = Listener::accept(&mut self.listener).await;
        let _ = stream.set_nodelay(true);
        (Guarded::new(stream, place, self.quiet), from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that ends when nothing could be written to it for too long.
pub(crate) struct Guarded {
    stream: TcpStream,
    quiet: Duration,
    written: Instant,
    alarm: Pin<Box<Sleep>>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Guarded {
    fn new(stream: TcpStream, place: Option<OwnedSemaphorePermit>, quiet: Duration) -> Self {
        let written = Instant::now();
        let alarm = Box::pin(sleep_until(written + quiet));
        Self { stream, quiet, written, alarm, _place: place }
    }

    /// Fails once it has been quiet for too long; the clock is looked at only when it rings.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        while self.alarm.as_mut().poll(context).is_ready() {
            let end = self.written + self.quiet;
            if end <= Instant::now() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.alarm.as_mut().reset(end);
        }
        Ok(())
    }

    fn wrote(
        &mut self,
        context: &mut Context<'_>,
        result: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match result {
            Poll::Ready(Ok(_)) => self.written = Instant::now(),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.check(context)?,
        }
        result
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.wrote(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn pair(quiet_ms: u64) -> (Guarded, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let client = TcpStream::connect(listener.local_addr().expect("address")).await;
        let (stream, _) = listener.accept().await.expect("a connection");
        (Guarded::new(stream, None, Duration::from_millis(quiet_ms)), client.expect("connected"))
    }

    #[tokio::test]
    async fn a_request_that_never_ends_is_cut() {
        let (mut ours, mut theirs) = pair(120).await;
        let trickle = tokio::spawn(async move {
            while theirs.write_all(b"G").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        let mut bytes = Vec::new();
        let error = ours.read_to_end(&mut bytes).await.expect_err("cut");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(!bytes.is_empty());
        drop(ours);
        trickle.await.expect("ended");
    }

    #[tokio::test]
    async fn a_client_that_does_not_read_is_cut() {
        let (mut ours, theirs) = pair(100).await;
        let chunk = vec![0; 1 << 20];
        let error = loop {
            if let Err(error) = ours.write_all(&chunk).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(theirs);
    }

    #[tokio::test]
    async fn a_line_that_says_something_now_and_then_stays() {
        let (mut ours, mut theirs) = pair(150).await;
        for _ in 0..6 {
            ours.write_all(b".").await.expect("written");
            let mut one = [0];
            let waited = tokio::time::timeout(Duration::from_millis(60), ours.read(&mut one)).await;
            assert!(waited.is_err(), "nothing to read and no error: {waited:?}");
            assert_eq!(theirs.read(&mut one).await.expect("readable"), 1);
        }
    }
}
